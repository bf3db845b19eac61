// One element of a map, in buffers that the caller gives: BPF_MAP_LOOKUP_ELEM, UPDATE, DELETE and GET_NEXT_KEY.
#include <string.h>

#include "addon.h"
#include "addressable.h"
#include "arguments.h"
#include "element_call.h"
#include "identity.h"

namespace bpf_syscall {

namespace {

// What JavaScript writes to the scratch buffer.
struct Expected {
  uint32_t id, type, key_size, value_size;
  uint32_t value_length;
  uint32_t unused;
  uint64_t flags;
};

bool ReadOptionalBytes(const Napi::Value& value, Bytes* out) { return value.IsUndefined() || ReadBytes(value, out); }

// mapElement(command, fd, key, value): the result, or -errno.
Napi::Value MapElement(const Napi::CallbackInfo& info) {
  uint32_t command = 0;
  int fd = -1;
  Bytes key;
  Bytes value;
  if (!ReadUint32(info[0], &command) || !ReadFd(info[1], &fd) || !ReadOptionalBytes(info[2], &key) ||
      !ReadOptionalBytes(info[3], &value)) {
    return info.Env().Undefined();
  }
  Expected expected;
  memcpy(&expected, AddonOf(info.Env())->scratch, sizeof(expected));
  bool for_key = command == BPF_MAP_GET_NEXT_KEY;
  uint32_t least = for_key ? expected.key_size : expected.value_size;
  if ((!info[2].IsUndefined() && key.length != expected.key_size) ||
      (!info[3].IsUndefined() && (value.length != expected.value_length || value.length < least))) {
    ThrowTypeError(info.Env(), "a key or value of another length than the map's");
    return info.Env().Undefined();
  }
  switch (command) {
    case BPF_MAP_LOOKUP_ELEM:
    case BPF_MAP_UPDATE_ELEM:
    case BPF_MAP_DELETE_ELEM:
    case BPF_MAP_GET_NEXT_KEY:
      break;
    default:
      ThrowTypeError(info.Env(), "expected a command on one element");
      return info.Env().Undefined();
  }

  AssertAddressable(key.data, key.length);
  AssertAddressable(value.data, value.length);
  Held held(fd);
  MapIdentity identity = {expected.type, expected.id, expected.key_size, expected.value_size};
  long result = CompareIdentity(held.number(), identity);
  if (result < 0) return Result(info, result);
  return Result(info, ElementCall(command, held.number(), key.data, value.data, expected.flags));
}

}  // namespace

void ExportElement(Napi::Env env, Napi::Object exports) {
  exports.Set("mapElement", Napi::Function::New<MapElement>(env, "mapElement"));
}

}  // namespace bpf_syscall
