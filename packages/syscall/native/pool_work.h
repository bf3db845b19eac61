// One call on a thread of libuv's pool, whose promise is resolved on the thread that asked.
#pragma once

#include <node_api.h>

#include <memory>

namespace bpf_syscall {

// What derives from it has memory and descriptors of its own, so that neither closing nor detaching nor the end of the
// thread that asked can take them away.
class PoolWork {
 public:
  PoolWork() = default;
  virtual ~PoolWork();
  PoolWork(const PoolWork&) = delete;
  PoolWork& operator=(const PoolWork&) = delete;

  // The promise of what Answer makes, which owns `work` from now on; null if it could not be queued. `name` is a literal.
  static napi_value Queue(napi_env env, const char* name, std::unique_ptr<PoolWork> work);

 protected:
  // On a thread of the pool.
  virtual void Run() = 0;

  // Null where Node-API refuses; the promise is rejected then, unless the environment ends and nobody is to be told.
  virtual napi_value Answer(napi_env env) = 0;

  // Nobody got the answer after all.
  virtual void Withdraw(napi_env) {}

 private:
  static void Execute(napi_env env, void* data);
  static void Complete(napi_env env, napi_status status, void* data);
  void Refuse(napi_env env);

  const char* name_ = nullptr;
  napi_env env_ = nullptr;
  napi_async_work work_ = nullptr;
  napi_deferred deferred_ = nullptr;
};

}  // namespace bpf_syscall
