#include "pool_work.h"

#include <utility>

namespace bpf_syscall {

PoolWork::~PoolWork() {
  if (work_ != nullptr) napi_delete_async_work(env_, work_);
}

napi_value PoolWork::Queue(napi_env env, const char* name, std::unique_ptr<PoolWork> work) {
  work->env_ = env;
  napi_value resource;
  napi_value promise;
  if (napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &resource) != napi_ok ||
      napi_create_async_work(env, nullptr, resource, Execute, Complete, work.get(), &work->work_) != napi_ok ||
      napi_create_promise(env, &work->deferred_, &promise) != napi_ok ||
      napi_queue_async_work(env, work->work_) != napi_ok) {
    return nullptr;
  }
  work.release();
  return promise;
}

void PoolWork::Execute(napi_env, void* data) { static_cast<PoolWork*>(data)->Run(); }

// Also called while the environment ends.
void PoolWork::Complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<PoolWork> self(static_cast<PoolWork*>(data));
  napi_value answer = self->Answer(env);
  if (answer == nullptr) return;
  if (napi_resolve_deferred(env, self->deferred_, answer) != napi_ok) self->Withdraw(env);
}

}  // namespace bpf_syscall
