// An addon of work whose answer Node-API refuses, with an exception pending or without one.
#include "pool_work.h"

#include <memory>

namespace {

class Refused : public bpf_syscall::PoolWork {
 public:
  explicit Refused(bool throws) : throws_(throws) {}

 protected:
  void Run() override {}
  napi_value Answer(napi_env env) override {
    if (throws_) napi_throw_error(env, nullptr, "no room");
    return nullptr;
  }

 private:
  bool throws_;
};

// start(throws): a promise.
napi_value Start(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument = nullptr;
  bool throws = false;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_value_bool(env, argument, &throws);
  return bpf_syscall::PoolWork::Queue(env, "some work", std::make_unique<Refused>(throws));
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value start;
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, Start, nullptr, &start);
  napi_set_named_property(env, exports, "start", start);
  return exports;
}
