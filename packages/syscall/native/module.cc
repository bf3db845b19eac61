// Entry of the addon: one Addon an environment, closed with it.
#include <napi.h>

#include <vector>

#include "addon.h"
#include "fd.h"

namespace bpf_syscall {

namespace {

// Raised when a call's arguments change, so that a stale binary is refused, not misused.
constexpr int kVersion = 1;

// A worker that ends or is terminated runs no finalisers of JavaScript: what it holds is closed here.
void CloseAll(Addon* addon) {
  std::vector<Fd*> open(addon->open.begin(), addon->open.end());
  for (Fd* fd : open) fd->Close();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Addon* addon = new Addon();
  env.SetInstanceData(addon);
  env.AddCleanupHook(CloseAll, addon);
  exports.Set("version", Napi::Number::New(env, kVersion));
  ExportFd(env, exports);
  ExportBpf(env, exports);
  ExportFs(env, exports);
  ExportStat(env, exports);
  ExportSystem(env, exports);
  return exports;
}

}  // namespace

}  // namespace bpf_syscall

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return bpf_syscall::Init(env, exports); }

NODE_API_MODULE(bpf_syscall, Init)
