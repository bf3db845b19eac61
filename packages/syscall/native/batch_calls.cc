// Batches for JavaScript: in its own memory on its own thread, or in memory of the addon's on a thread of the pool.
#include <stdlib.h>
#include <string.h>

#include <memory>

#include "addon.h"
#include "arguments.h"
#include "batch.h"
#include "bpf.h"
#include "pool_work.h"

namespace bpf_syscall {

namespace {

// The arguments of batchRun and batchStart.
struct Arguments {
  const MapElements* map = nullptr;
  // Pointers into JavaScript's memory, valid during the call.
  Batch batch;

  // False with an exception pending.
  bool Read(const Napi::CallbackInfo& info) {
    int number = -1;
    uint32_t operation = 0;
    Bytes keys;
    Bytes values;
    Bytes state;
    double flags = info[7].IsNumber() ? info[7].As<Napi::Number>().DoubleValue() : -1;
    if (!ReadInt(info[0], &number) || !ReadUint32(info[1], &operation) || !ReadBytes(info[2], &keys) ||
        !ReadBytes(info[3], &values) || !ReadBytes(info[4], &state) || !ReadUint32(info[5], &batch.capacity) ||
        !ReadUint32(info[6], &batch.from)) {
      return false;
    }
    map = AddonOf(info.Env())->elements.Find(number);
    if (map == nullptr) return true;
    batch.identity = map->identity;
    batch.value_length = map->value_length;
    batch.operation = static_cast<BatchOperation>(operation);
    batch.keys = keys.data;
    batch.values = values.data;
    batch.state = reinterpret_cast<BatchState*>(state.data);
    bool fits = operation <= kLastBatchOperation && batch.capacity > 0 && flags >= 0 && flags <= 9007199254740991.0 &&
                keys.length / batch.capacity >= batch.identity.key_size &&
                values.length / batch.capacity >= batch.value_length && state.length >= batch.StateSize() &&
                reinterpret_cast<uintptr_t>(state.data) % alignof(BatchState) == 0;
    if (fits && !batch.Reads()) fits = batch.from <= batch.state->count && batch.state->count <= batch.capacity;
    if (!fits) ThrowTypeError(info.Env(), "a batch whose memory does not fit the map; was it transferred?");
    batch.flags = fits ? static_cast<uint64_t>(flags) : 0;
    return fits;
  }
};

// batchRun(map, operation, keys, values, position, capacity, from, flags): 0 or -errno; EBADF once closed.
Napi::Value Run(const Napi::CallbackInfo& info) {
  Arguments arguments;
  if (!arguments.Read(info)) return info.Env().Undefined();
  if (arguments.map == nullptr || !arguments.map->Owns()) return Result(info, -EBADF);
  Held held(arguments.map->fd());
  arguments.batch.fd = held.number();
  return Result(info, RunBatch(arguments.batch));
}

// A batch on its way through the thread pool. It has a descriptor and memory of its own, so that neither closing the
// map nor detaching its buffers nor the end of the thread can take them away; what was read is copied back at the end.
class BatchWork : public PoolWork {
 public:
  BatchWork(napi_env env, const Arguments& arguments)
      : env_(env), held_(arguments.map->fd()), batch_(arguments.batch) {}
  ~BatchWork() override {
    for (napi_ref reference : references_) {
      if (reference != nullptr) napi_delete_reference(env_, reference);
    }
    free(memory_);
  }

  // 0, or -errno.
  long Prepare(const Napi::CallbackInfo& info) {
    if (!held_.is_copy()) return -EMFILE;
    const Batch given = batch_;
    size_t keys_size = size_t{given.capacity} * given.identity.key_size;
    size_t values_size = size_t{given.capacity} * given.value_length;
    size_t state_size = given.StateSize();
    memory_ = static_cast<uint8_t*>(calloc(1, state_size + keys_size + values_size));
    if (memory_ == nullptr) return -ENOMEM;
    batch_.fd = held_.number();
    batch_.state = reinterpret_cast<BatchState*>(memory_);
    batch_.keys = memory_ + state_size;
    batch_.values = batch_.keys + keys_size;
    memcpy(batch_.state, given.state, state_size);
    if (!given.Reads()) {
      size_t end = given.state->count;
      memcpy(batch_.Key(given.from), given.Key(given.from), (end - given.from) * given.identity.key_size);
      memcpy(batch_.Value(given.from), given.Value(given.from), (end - given.from) * given.value_length);
    }
    for (size_t i = 0; i < kArrays; i++) {
      if (napi_create_reference(env_, info[2 + i], 1, &references_[i]) != napi_ok) return -ENOMEM;
    }
    return 0;
  }

 protected:
  void Run() override { result_ = RunBatch(batch_); }

  napi_value Answer(napi_env env) override {
    long result = CopyBack() ? result_ : -EFAULT;
    napi_value number;
    return napi_create_int32(env, static_cast<int32_t>(result), &number) == napi_ok ? number : nullptr;
  }

 private:
  // Of the arguments: keys, values, position.
  static constexpr size_t kArrays = 3;

  // False if the arrays have lost their memory meanwhile.
  bool CopyBack() {
    size_t count = batch_.Reads() ? batch_.state->count : 0;
    const uint8_t* from[kArrays] = {batch_.keys, batch_.values, memory_};
    size_t sizes[kArrays] = {count * batch_.identity.key_size, count * batch_.value_length, batch_.StateSize()};
    for (size_t i = 0; i < kArrays; i++) {
      napi_value array;
      size_t length = 0;
      void* data = nullptr;
      if (napi_get_reference_value(env_, references_[i], &array) != napi_ok ||
          napi_get_typedarray_info(env_, array, nullptr, &length, &data, nullptr, nullptr) != napi_ok ||
          length < sizes[i]) {
        return false;
      }
      if (sizes[i] > 0) memcpy(data, from[i], sizes[i]);
    }
    return true;
  }

  napi_env env_;
  Held held_;
  Batch batch_;
  uint8_t* memory_ = nullptr;
  napi_ref references_[kArrays] = {};
  long result_ = -ECANCELED;
};

// batchStart(map, operation, keys, values, position, capacity, from, flags): a promise of what batchRun returns, or
// -errno where it cannot begin.
Napi::Value Start(const Napi::CallbackInfo& info) {
  Arguments arguments;
  if (!arguments.Read(info)) return info.Env().Undefined();
  if (arguments.map == nullptr || !arguments.map->Owns()) return Result(info, -EBADF);
  auto work = std::make_unique<BatchWork>(info.Env(), arguments);
  long result = work->Prepare(info);
  if (result < 0) return Result(info, result);
  napi_value promise = PoolWork::Queue(info.Env(), "bpf batch", std::move(work));
  return promise == nullptr ? Result(info, -ENOMEM) : Napi::Value(info.Env(), promise);
}

}  // namespace

void ExportBatch(Napi::Env env, Napi::Object exports) {
  exports.Set("batchRun", Napi::Function::New<Run>(env, "batchRun"));
  exports.Set("batchStart", Napi::Function::New<Start>(env, "batchStart"));
}

}  // namespace bpf_syscall
