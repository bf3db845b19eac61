// Pins: BPF_OBJ_PIN, BPF_OBJ_GET, and whether what was opened is a map.
#include <string.h>

#include "addon.h"
#include "arguments.h"
#include "bpf.h"

namespace bpf_syscall {

namespace {

constexpr long kEnotsupp = 524;

// The part of union bpf_attr that every kernel with pins has.
struct ObjAttr {
  uint64_t pathname;
  uint32_t bpf_fd;
  uint32_t file_flags;
};

// Whether `fd` is certainly a map's: looking up a batch of no elements succeeds on a map, or is ENOTSUPP for its type,
// and is EINVAL for everything else. Other failures (Linux before 5.6; opened write-only) tell nothing.
bool CertainlyMap(int fd) {
  struct {
    uint64_t in_batch, out_batch, keys, values;
    uint32_t count, map_fd;
    uint64_t elem_flags, flags;
  } attr;
  memset(&attr, 0, sizeof(attr));
  attr.map_fd = static_cast<uint32_t>(fd);
  constexpr uint32_t kMapLookupBatch = 24;
  long result = Bpf(kMapLookupBatch, &attr, sizeof(attr));
  return result == 0 || result == -kEnotsupp;
}

// isMap(fd): 1 if it certainly is one, 0 if it may be something else.
Napi::Value IsMap(const Napi::CallbackInfo& info) {
  int fd = -1;
  if (!ReadFd(info[0], &fd)) return info.Env().Undefined();
  return Result(info, CertainlyMap(fd));
}

// objPin(fd, directory, path): 0 or -errno; EINVAL for what is no path.
Napi::Value ObjPin(const Napi::CallbackInfo& info) {
  int fd = -1;
  int directory = -1;
  if (!ReadFd(info[0], &fd) || !ReadDirectory(info[1], &directory)) return info.Env().Undefined();
  Path path;
  if (!path.ReadBelow(directory, info[2])) return Result(info, -EINVAL);
  ObjAttr attr = {reinterpret_cast<uint64_t>(path.text()), static_cast<uint32_t>(fd), 0};
  return Result(info, Bpf(BPF_OBJ_PIN, &attr, sizeof(attr)));
}

// objGet(directory, path, flags): the number of a new descriptor, or -errno; EINVAL for what is no path.
Napi::Value ObjGet(const Napi::CallbackInfo& info) {
  int directory = -1;
  uint32_t flags = 0;
  if (!ReadDirectory(info[0], &directory) || !ReadUint32(info[2], &flags)) return info.Env().Undefined();
  Path path;
  if (!path.ReadBelow(directory, info[1])) return Result(info, -EINVAL);
  ObjAttr attr = {reinterpret_cast<uint64_t>(path.text()), 0, flags};
  long fd = Bpf(BPF_OBJ_GET, &attr, sizeof(attr));
  return Result(info, fd < 0 ? fd : AddonOf(info.Env())->descriptors.Take(static_cast<int>(fd)));
}

}  // namespace

void ExportPin(Napi::Env env, Napi::Object exports) {
  exports.Set("isMap", Napi::Function::New<IsMap>(env, "isMap"));
  exports.Set("objPin", Napi::Function::New<ObjPin>(env, "objPin"));
  exports.Set("objGet", Napi::Function::New<ObjGet>(env, "objGet"));
}

}  // namespace bpf_syscall
