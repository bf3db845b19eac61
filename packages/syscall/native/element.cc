// One element of a map: BPF_MAP_LOOKUP_ELEM, UPDATE, DELETE and GET_NEXT_KEY. The kernel is told addresses without
// lengths, and takes the lengths from the map: they are compared here, with the very map that the call acts on.
#include <fcntl.h>
#include <string.h>

#include "addon.h"
#include "arguments.h"
#include "bpf.h"

namespace bpf_syscall {

namespace {

// What JavaScript writes to the scratch buffer.
struct Expected {
  uint32_t id, type, key_size, value_size;
  uint32_t value_length;
  uint32_t unused;
  uint64_t flags;
};

// The beginning of struct bpf_map_info, which every kernel has that has it at all.
struct MapIdentity {
  uint32_t type, id, key_size, value_size;
};

// The part of union bpf_attr for commands on elements. GET_NEXT_KEY writes the key to `value`.
struct ElementAttr {
  uint32_t map_fd;
  uint32_t unused;
  uint64_t key, value, flags;
};

// A second descriptor of the same file for the length of one call: whoever closes the first meanwhile cannot make the
// checked number mean another map. With no descriptor left in the process it is the first itself.
class Held {
 public:
  explicit Held(int fd) : fd_(fd), copy_(fcntl(fd, F_DUPFD_CLOEXEC, 3)) {}
  ~Held() {
    if (copy_ >= 0) close(copy_);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  uint32_t number() const { return static_cast<uint32_t>(copy_ >= 0 ? copy_ : fd_); }

 private:
  int fd_;
  int copy_;
};

bool ReadOptionalBytes(const Napi::Value& value, Bytes* out) { return value.IsUndefined() || ReadBytes(value, out); }

// 0 if `map_fd` is the expected map's, -ESTALE if it is something else's, or -errno.
long Compare(uint32_t map_fd, const Expected& expected) {
  MapIdentity found = {};
  union bpf_attr attr;
  memset(&attr, 0, sizeof(attr));
  attr.info.bpf_fd = map_fd;
  attr.info.info_len = sizeof(found);
  attr.info.info = reinterpret_cast<uint64_t>(&found);
  long result = Bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr.info));
  // EINVAL: no object of BPF any more. Another kind of object has another struct, and the command refuses it.
  if (result < 0) return result == -EINVAL ? -ESTALE : result;
  bool same = found.id == expected.id && found.type == expected.type && found.key_size == expected.key_size &&
              found.value_size == expected.value_size;
  return same ? 0 : -ESTALE;
}

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

  Held held(fd);
  long result = Compare(held.number(), expected);
  if (result < 0) return Result(info, result);
  ElementAttr attr = {held.number(), 0, reinterpret_cast<uint64_t>(key.data), reinterpret_cast<uint64_t>(value.data),
                      expected.flags};
  // DELETE and GET_NEXT_KEY refuse attributes that go on after what they take.
  size_t size = command == BPF_MAP_DELETE_ELEM ? offsetof(ElementAttr, value)
                : for_key                      ? offsetof(ElementAttr, flags)
                                               : sizeof(attr);
  return Result(info, Bpf(command, &attr, size));
}

}  // namespace

void ExportElement(Napi::Env env, Napi::Object exports) {
  exports.Set("mapElement", Napi::Function::New<MapElement>(env, "mapElement"));
}

}  // namespace bpf_syscall
