// Entry of the addon: one Addon an environment, closed with it.
#include <napi.h>

#include "addon.h"

namespace bpf_syscall {

namespace {

// Raised when a call's arguments change, so that a stale binary is refused, not misused.
constexpr int kVersion = 5;

// A worker that ends or is terminated runs no finalisers of JavaScript: what it holds is closed here.
void CloseAll(Addon* addon) {
  addon->elements.Clear();
  addon->memories.Clear();
  addon->descriptors.CloseAll();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Addon* addon = new Addon();
  env.SetInstanceData(addon);
  env.AddCleanupHook(CloseAll, addon);
  exports.Set("version", Napi::Number::New(env, kVersion));
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(env, kScratchSize);
  addon->scratch = static_cast<uint8_t*>(buffer.Data());
  addon->buffer = Napi::Persistent(buffer);
  exports.Set("scratch", buffer);
  ExportDescriptors(env, exports);
  ExportBpf(env, exports);
  ExportElement(env, exports);
  ExportBatch(env, exports);
  ExportElementCalls(env, exports);
  ExportElements(env, exports);
  ExportMap(env, exports);
  ExportMemory(env, exports);
  ExportPin(env, exports);
  ExportProgLoad(env, exports);
  ExportProgTestRun(env, exports);
  ExportFs(env, exports);
  ExportRing(env, exports);
  ExportStat(env, exports);
  ExportSystem(env, exports);
  ExportWholeFile(env, exports);
  return exports;
}

}  // namespace

}  // namespace bpf_syscall

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return bpf_syscall::Init(env, exports); }

NODE_API_MODULE(bpf_syscall, Init)
