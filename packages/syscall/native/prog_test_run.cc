// Test runs for JavaScript: on its own thread, or on one of the pool.
#include <string.h>

#include <memory>

#include "addon.h"
#include "arguments.h"
#include "pool_work.h"
#include "test_run.h"

namespace bpf_syscall {

namespace {

// The arguments of progTestRun and progTestRunStart. False with an exception pending.
bool ReadSource(const Napi::CallbackInfo& info, TestRunSource* source) {
  Bytes attr;
  if (!ReadFd(info[0], &source->fd) || !ReadBytes(info[1], &attr) || !ReadBytesIfAny(info[2], &source->data) ||
      !ReadBytesIfAny(info[3], &source->context) || !ReadUint32(info[4], &source->data_room) ||
      !ReadUint32(info[5], &source->context_room)) {
    return false;
  }
  source->in_place = info[6].IsBoolean() && info[6].As<Napi::Boolean>().Value();
  if (attr.length != sizeof(source->attr)) {
    ThrowTypeError(info.Env(), "expected an attribute of 80 bytes");
    return false;
  }
  memcpy(&source->attr, attr.data, sizeof(source->attr));
  return true;
}

// A Uint8Array with a copy, or undefined for no bytes at all; null where Node-API refuses.
napi_value CopyOut(napi_env env, const Bytes& bytes) {
  napi_value made;
  if (bytes.data == nullptr) return napi_get_undefined(env, &made) == napi_ok ? made : nullptr;
  napi_value buffer;
  void* memory;
  if (napi_create_arraybuffer(env, bytes.length, &memory, &buffer) != napi_ok) return nullptr;
  if (bytes.length > 0) memcpy(memory, bytes.data, bytes.length);
  return napi_create_typedarray(env, napi_uint8_array, bytes.length, buffer, 0, &made) == napi_ok ? made : nullptr;
}

bool SetNumber(napi_env env, napi_value object, const char* name, double value) {
  napi_value number;
  return napi_create_double(env, value, &number) == napi_ok &&
         napi_set_named_property(env, object, name, number) == napi_ok;
}

bool SetBytes(napi_env env, napi_value object, const char* name, const Bytes& bytes) {
  napi_value copy = CopyOut(env, bytes);
  return copy != nullptr && napi_set_named_property(env, object, name, copy) == napi_ok;
}

// `{ result, returnValue, duration, dataLength, contextLength, data, context }`; null where Node-API refuses.
napi_value AnswerOf(napi_env env, const TestRun& run) {
  napi_value answer;
  bool made = napi_create_object(env, &answer) == napi_ok &&
              SetNumber(env, answer, "result", static_cast<double>(run.result())) &&
              SetNumber(env, answer, "returnValue", run.return_value()) &&
              SetNumber(env, answer, "duration", run.duration()) &&
              SetNumber(env, answer, "dataLength", run.data_length()) &&
              SetNumber(env, answer, "contextLength", run.context_length()) &&
              SetBytes(env, answer, "data", run.Data()) && SetBytes(env, answer, "context", run.Context());
  return made ? answer : nullptr;
}

class TestRunWork : public PoolWork {
 public:
  TestRun run;

 protected:
  void Run() override { run.Run(); }
  napi_value Answer(napi_env env) override { return AnswerOf(env, run); }
};

// progTestRun(fd, attr, dataIn, contextIn, dataRoom, contextRoom, inPlace): what AnswerOf makes, or -errno where it
// could not begin.
Napi::Value ProgTestRun(const Napi::CallbackInfo& info) {
  TestRunSource source;
  if (!ReadSource(info, &source)) return info.Env().Undefined();
  TestRun run;
  long prepared = run.Prepare(source, false);
  if (prepared < 0) return Result(info, prepared);
  run.Run();
  napi_value answer = AnswerOf(info.Env(), run);
  return answer == nullptr ? info.Env().Undefined() : Napi::Value(info.Env(), answer);
}

// progTestRunStart(…as progTestRun): a promise of what that returns, or -errno where it cannot begin.
Napi::Value ProgTestRunStart(const Napi::CallbackInfo& info) {
  TestRunSource source;
  if (!ReadSource(info, &source)) return info.Env().Undefined();
  auto work = std::make_unique<TestRunWork>();
  long prepared = work->run.Prepare(source, true);
  if (prepared < 0) return Result(info, prepared);
  napi_value promise = PoolWork::Queue(info.Env(), "bpf test run", std::move(work));
  return promise == nullptr ? Result(info, -ENOMEM) : Napi::Value(info.Env(), promise);
}

}  // namespace

void ExportProgTestRun(Napi::Env env, Napi::Object exports) {
  exports.Set("progTestRun", Napi::Function::New<ProgTestRun>(env, "progTestRun"));
  exports.Set("progTestRunStart", Napi::Function::New<ProgTestRunStart>(env, "progTestRunStart"));
}

}  // namespace bpf_syscall
