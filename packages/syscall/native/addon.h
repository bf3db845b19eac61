// What one JavaScript environment (the main thread or a worker) holds.
#pragma once

#include <napi.h>

#include <unordered_set>

namespace bpf_syscall {

class Fd;

struct Addon {
  // Every Fd object of this environment that owns an open descriptor.
  std::unordered_set<Fd*> open;
};

inline Addon* AddonOf(Napi::Env env) { return env.GetInstanceData<Addon>(); }

// One function a file: each adds its calls to the exports.
void ExportFd(Napi::Env env, Napi::Object exports);
void ExportBpf(Napi::Env env, Napi::Object exports);
void ExportFs(Napi::Env env, Napi::Object exports);
void ExportStat(Napi::Env env, Napi::Object exports);
void ExportSystem(Napi::Env env, Napi::Object exports);

}  // namespace bpf_syscall
