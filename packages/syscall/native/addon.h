// What one JavaScript environment (the main thread or a worker) holds.
#pragma once

#include <napi.h>

#include "descriptors.h"
#include "guarded.h"
#include "map_elements.h"
#include "map_memory.h"
#include "numbered.h"
#include "ring_reader.h"

namespace bpf_syscall {

// Attributes go to the kernel, and answers come back, in one buffer that JavaScript shares: no allocation a call.
constexpr size_t kScratchSize = 512;

struct Addon {
  Descriptors descriptors;
  Numbered<MapElements> elements;
  Numbered<MapMemory> memories;
  Numbered<RingReader> rings;
  // A key and a value on their way; has room for those of every map in `elements`.
  Guarded bounce;
  // Bytes of `buffer`, which V8 neither moves nor frees while the reference is held.
  uint8_t* scratch = nullptr;
  Napi::Reference<Napi::ArrayBuffer> buffer;
};

inline Addon* AddonOf(Napi::Env env) { return env.GetInstanceData<Addon>(); }

// One function a file: each adds its calls to the exports.
void ExportBatch(Napi::Env env, Napi::Object exports);
void ExportBpf(Napi::Env env, Napi::Object exports);
void ExportDescriptors(Napi::Env env, Napi::Object exports);
void ExportElement(Napi::Env env, Napi::Object exports);
void ExportElementCalls(Napi::Env env, Napi::Object exports);
void ExportElements(Napi::Env env, Napi::Object exports);
void ExportFs(Napi::Env env, Napi::Object exports);
void ExportMap(Napi::Env env, Napi::Object exports);
void ExportMemory(Napi::Env env, Napi::Object exports);
void ExportPin(Napi::Env env, Napi::Object exports);
void ExportProgLoad(Napi::Env env, Napi::Object exports);
void ExportProgTestRun(Napi::Env env, Napi::Object exports);
void ExportRing(Napi::Env env, Napi::Object exports);
void ExportStat(Napi::Env env, Napi::Object exports);
void ExportSystem(Napi::Env env, Napi::Object exports);
void ExportWholeFile(Napi::Env env, Napi::Object exports);

}  // namespace bpf_syscall
