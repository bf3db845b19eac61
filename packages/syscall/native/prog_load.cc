// Programs for JavaScript: loaded on its own thread, or on one of the pool.
#include <string.h>

#include <memory>

#include "addon.h"
#include "arguments.h"
#include "pool_work.h"
#include "program_load.h"

namespace bpf_syscall {

namespace {

// What a string of V8 has at most, on a 64-bit machine: 2^29 - 24 characters.
constexpr size_t kLongestText = (size_t{1} << 29) - 24;

// A descriptor or, for 0, none.
bool OwnsOrNone(const Napi::CallbackInfo& info, uint32_t fd) {
  if (fd == 0 || (fd <= INT32_MAX && AddonOf(info.Env())->descriptors.Owns(static_cast<int>(fd)))) return true;
  ThrowTypeError(info.Env(), "expected a descriptor that this addon owns");
  return false;
}

bool IsMultiple(const Bytes& records, size_t size) { return records.length % size == 0; }

// Whether each descriptor goes to a place in the instructions.
bool Fits(const Words& placements, const Bytes& instructions) {
  if (placements.count % 2 != 0) return false;
  for (size_t i = 0; i < placements.count; i += 2) {
    if (instructions.length < 4 || placements.data[i] > instructions.length - 4) return false;
  }
  return true;
}

// The arguments of progLoad and progLoadStart. False with an exception pending.
bool ReadSource(const Napi::CallbackInfo& info, LoadSource* source) {
  Bytes attr;
  if (!ReadBytes(info[0], &attr) || !ReadBytes(info[1], &source->instructions) ||
      !ReadString(info[2], &source->license) || !ReadBytesIfAny(info[3], &source->function_info) ||
      !ReadBytesIfAny(info[4], &source->line_info) || !ReadWords(info[5], &source->placements) ||
      !ReadWords(info[6], &source->fd_array) || !ReadUint32(info[7], &source->btf) ||
      !ReadUint32(info[8], &source->attach_to) || !ReadUint32(info[9], &source->log_level) ||
      !ReadUint32(info[10], &source->log_size)) {
    return false;
  }
  source->explain = info[11].IsBoolean() && info[11].As<Napi::Boolean>().Value();
  bool fits = attr.length == sizeof(source->attr) && IsMultiple(source->instructions, 8) &&
              IsMultiple(source->function_info, 8) && IsMultiple(source->line_info, 16) &&
              Fits(source->placements, source->instructions);
  if (!fits) {
    ThrowTypeError(info.Env(), "a program whose parts do not fit together; was memory transferred?");
    return false;
  }
  memcpy(&source->attr, attr.data, sizeof(source->attr));
  if (!OwnsOrNone(info, source->btf) || !OwnsOrNone(info, source->attach_to)) return false;
  for (size_t i = 0; i < source->fd_array.count; i++) {
    if (!OwnsOrNone(info, source->fd_array.data[i])) return false;
  }
  for (size_t i = 0; i < source->placements.count; i += 2) {
    if (!OwnsOrNone(info, source->placements.data[i + 1])) return false;
  }
  return true;
}

napi_value LogText(napi_env env, const ProgramLoad& load) {
  napi_value text = nullptr;
  if (!load.has_log()) return napi_get_undefined(env, &text) == napi_ok ? text : nullptr;
  size_t length = load.log_length();
  // The end is what tells most.
  size_t skipped = length > kLongestText ? length - kLongestText : 0;
  return napi_create_string_utf8(env, load.log() + skipped, length - skipped, &text) == napi_ok ? text : nullptr;
}

// `{ result, log }`, and the number of the program among the environment's descriptors or -errno; null where Node-API
// refuses, and then nobody has the program.
napi_value Answer(napi_env env, ProgramLoad* load, int* result) {
  napi_value answer;
  napi_value log = LogText(env, *load);
  napi_value number;
  if (log == nullptr || napi_create_object(env, &answer) != napi_ok ||
      napi_set_named_property(env, answer, "log", log) != napi_ok) {
    return nullptr;
  }
  Descriptors& descriptors = AddonOf(env)->descriptors;
  *result = load->result() < 0 ? static_cast<int>(load->result()) : descriptors.Take(load->Take());
  if (napi_create_int32(env, *result, &number) == napi_ok &&
      napi_set_named_property(env, answer, "result", number) == napi_ok) {
    return answer;
  }
  descriptors.Close(*result);
  return nullptr;
}

class ProgramLoadWork : public PoolWork {
 public:
  ProgramLoad load;

 protected:
  void Run() override { load.Run(); }
  napi_value Answer(napi_env env) override { return bpf_syscall::Answer(env, &load, &result_); }
  void Withdraw(napi_env env) override { AddonOf(env)->descriptors.Close(result_); }

 private:
  int result_ = -1;
};

// progLoad(attr, instructions, license, functionInfo, lineInfo, placements, fdArray, btf, attachTo, logLevel, logSize,
// explain): `{ result, log }`, or -errno where it could not begin.
Napi::Value ProgLoad(const Napi::CallbackInfo& info) {
  LoadSource source;
  if (!ReadSource(info, &source)) return info.Env().Undefined();
  ProgramLoad load;
  long prepared = load.Prepare(source, false);
  if (prepared < 0) return Result(info, prepared);
  load.Run();
  int result;
  napi_value answer = Answer(info.Env(), &load, &result);
  return answer == nullptr ? info.Env().Undefined() : Napi::Value(info.Env(), answer);
}

// progLoadStart(…as progLoad): a promise of what progLoad returns, or -errno where it cannot begin.
Napi::Value ProgLoadStart(const Napi::CallbackInfo& info) {
  LoadSource source;
  if (!ReadSource(info, &source)) return info.Env().Undefined();
  auto work = std::make_unique<ProgramLoadWork>();
  long prepared = work->load.Prepare(source, true);
  if (prepared < 0) return Result(info, prepared);
  napi_value promise = PoolWork::Queue(info.Env(), "bpf program load", std::move(work));
  return promise == nullptr ? Result(info, -ENOMEM) : Napi::Value(info.Env(), promise);
}

}  // namespace

void ExportProgLoad(Napi::Env env, Napi::Object exports) {
  exports.Set("progLoad", Napi::Function::New<ProgLoad>(env, "progLoad"));
  exports.Set("progLoadStart", Napi::Function::New<ProgLoadStart>(env, "progLoadStart"));
}

}  // namespace bpf_syscall
