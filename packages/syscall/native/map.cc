// What is done to map after map, without an allocation: BPF_MAP_CREATE, BPF_OBJ_GET_INFO_BY_FD of a map.
#include <string.h>

#include "addon.h"
#include "arguments.h"
#include "bpf.h"

namespace bpf_syscall {

namespace {

// A descriptor or, for -1, none, which bpf(2) reads from 0.
bool ReadOptionalFd(const Napi::Value& value, uint32_t* out) {
  int fd = -1;
  if (!ReadInt(value, &fd)) return false;
  if (fd == -1) return true;
  if (!ReadFd(value, &fd)) return false;
  *out = static_cast<uint32_t>(fd);
  return true;
}

// mapCreate(size, name, innerMap, btf): the attribute's first `size` bytes are in the scratch buffer; -1 is no
// descriptor. The new descriptor's number, or -errno; EINVAL for a name that does not fit.
Napi::Value MapCreate(const Napi::CallbackInfo& info) {
  Addon* addon = AddonOf(info.Env());
  uint32_t size = 0;
  if (!ReadUint32(info[0], &size)) return info.Env().Undefined();
  alignas(8) uint8_t bytes[kScratchSize];
  if (size < offsetof(union bpf_attr, btf_key_type_id) || size > sizeof(bytes)) return Result(info, -EINVAL);
  memcpy(bytes, addon->scratch, size);

  char* name = reinterpret_cast<char*>(bytes + offsetof(union bpf_attr, map_name));
  // One byte more than fits with its NUL, and room for a character that would be cut in two.
  char text[BPF_OBJ_NAME_LEN + 4];
  size_t length = 0;
  if (napi_get_value_string_utf8(info.Env(), info[1], text, sizeof(text), &length) != napi_ok) {
    return Result(info, -EINVAL);
  }
  if (length >= BPF_OBJ_NAME_LEN || memchr(text, '\0', length) != nullptr) return Result(info, -EINVAL);
  memcpy(name, text, length);

  uint32_t inner_map = 0;
  uint32_t btf = 0;
  if (!ReadOptionalFd(info[2], &inner_map) || !ReadOptionalFd(info[3], &btf)) return info.Env().Undefined();
  memcpy(bytes + offsetof(union bpf_attr, inner_map_fd), &inner_map, sizeof(inner_map));
  memcpy(bytes + offsetof(union bpf_attr, btf_fd), &btf, sizeof(btf));

  long fd = Bpf(BPF_MAP_CREATE, bytes, size);
  return Result(info, fd < 0 ? fd : addon->descriptors.Take(static_cast<int>(fd)));
}

// mapInfo(fd, size): writes `size` bytes of struct bpf_map_info to the scratch buffer, zeroes where the running kernel
// knows less. `fd` has to be a map's. 0 or -errno.
Napi::Value MapInfo(const Napi::CallbackInfo& info) {
  Addon* addon = AddonOf(info.Env());
  int fd = -1;
  uint32_t size = 0;
  if (!ReadFd(info[0], &fd) || !ReadUint32(info[1], &size)) return info.Env().Undefined();
  if (size > kScratchSize) return Result(info, -E2BIG);
  memset(addon->scratch, 0, size);
  union bpf_attr attr;
  memset(&attr, 0, sizeof(attr));
  attr.info.bpf_fd = static_cast<uint32_t>(fd);
  attr.info.info_len = size;
  attr.info.info = reinterpret_cast<uint64_t>(addon->scratch);
  return Result(info, Bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr.info)));
}

// mapName(): the name that mapInfo wrote to the scratch buffer.
Napi::Value MapName(const Napi::CallbackInfo& info) {
  const char* name = reinterpret_cast<char*>(AddonOf(info.Env())->scratch) + offsetof(struct bpf_map_info, name);
  return Napi::String::New(info.Env(), name, strnlen(name, BPF_OBJ_NAME_LEN));
}

}  // namespace

void ExportMap(Napi::Env env, Napi::Object exports) {
  exports.Set("mapCreate", Napi::Function::New<MapCreate>(env, "mapCreate"));
  exports.Set("mapInfo", Napi::Function::New<MapInfo>(env, "mapInfo"));
  exports.Set("mapName", Napi::Function::New<MapName>(env, "mapName"));
}

}  // namespace bpf_syscall
