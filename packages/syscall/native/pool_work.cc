#include "pool_work.h"

#include <string>
#include <utility>

namespace bpf_syscall {

PoolWork::~PoolWork() {
  if (work_ != nullptr) napi_delete_async_work(env_, work_);
}

napi_value PoolWork::Queue(napi_env env, const char* name, std::unique_ptr<PoolWork> work) {
  work->env_ = env;
  work->name_ = name;
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

// Also called while the environment ends, where nothing of this may succeed.
void PoolWork::Complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<PoolWork> self(static_cast<PoolWork*>(data));
  napi_value answer = self->Answer(env);
  if (answer == nullptr) return self->Refuse(env);
  if (napi_resolve_deferred(env, self->deferred_, answer) != napi_ok) self->Withdraw(env);
}

void PoolWork::Refuse(napi_env env) {
  bool pending = false;
  napi_value text;
  napi_value error;
  // With an exception pending, which says no more than the refusal does, no promise can be settled.
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending) napi_get_and_clear_last_exception(env, &error);
  std::string message = std::string(name_) + ": it ended, and its result cannot be made";
  if (napi_create_string_utf8(env, message.data(), message.size(), &text) == napi_ok &&
      napi_create_error(env, nullptr, text, &error) == napi_ok) {
    // Fails where the environment ends: there nobody waits.
    napi_reject_deferred(env, deferred_, error);
  }
}

}  // namespace bpf_syscall
