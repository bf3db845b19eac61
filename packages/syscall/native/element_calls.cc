// The fast path to one element: a map known by number, with its buffers registered once. Raw Node-API, no allocation.
//
// Keys and values go to the kernel through memory of the addon's own with a guard page after it, not from and to the
// ArrayBuffer: should someone have closed our descriptor, and its number mean a larger map by now, the kernel meets the
// guard and nothing of this process is overwritten. That costs a copy of the bytes, and no system call.
#include <string.h>

#include "addon.h"
#include "addressable.h"
#include "arguments.h"
#include "element_call.h"

namespace bpf_syscall {

namespace {

constexpr uint32_t kBloomFilter = 30;
// BPF_F_CPU and BPF_F_ALL_CPUS (Linux 6.19): one value instead of one for each CPU.
constexpr uint64_t kOneValue = 8 | 16;

napi_value ThrowArguments(napi_env env) {
  napi_throw_type_error(env, nullptr, "expected (map[, flags])");
  return nullptr;
}

// -errno, or undefined for 0: that takes no call of Node-API after the system call.
napi_value Answer(napi_env env, long result) {
  napi_value value = nullptr;
  if (result != 0) napi_create_int32(env, static_cast<int32_t>(result), &value);
  return value;
}

// Flags are numbers: those of the kernel that need more than 53 bits do not exist.
bool ReadFlags(napi_env env, napi_value value, uint64_t* out) {
  double flags;
  if (napi_get_value_double(env, value, &flags) != napi_ok) return false;
  if (!(flags >= 0 && flags <= 9007199254740991.0)) return false;
  *out = static_cast<uint64_t>(flags);
  return static_cast<double>(*out) == flags;
}

// `fd_at`: where in the value the descriptor `fd` goes, -1 for no descriptor; it replaces the whole value if `whole`.
struct ValueFd {
  int fd = -1;
  size_t at = 0;
  bool whole = true;
};

// Copies in, calls, copies out. `key_fd` replaces the key by a descriptor unless it is negative.
long Call(napi_env env, const Addon& addon, const MapElements& map, uint32_t command, bool has_key, uint64_t flags,
          int key_fd, const ValueFd& value_fd) {
  if (!map.Owns()) return -EBADF;
  uint8_t* buffer = map.Buffer(env);
  if (buffer == nullptr) return -EFAULT;
  AssertAddressable(buffer, map.buffer_size());
  uint32_t key_size = map.identity.key_size;
  uint8_t* key = has_key && key_size > 0 ? addon.bounce.data() : nullptr;
  uint8_t* value = addon.bounce.data() + map.next_key_at();
  if (key != nullptr) {
    if (key_fd < 0) {
      memcpy(key, buffer, key_size);
    } else {
      memcpy(key, &key_fd, sizeof(key_fd));
    }
  }
  if (command == BPF_MAP_UPDATE_ELEM || (command == BPF_MAP_LOOKUP_ELEM && map.identity.type == kBloomFilter)) {
    if (value_fd.fd >= 0 && value_fd.whole) {
      memset(value, 0, map.value_length);
    } else {
      memcpy(value, buffer + map.value_at(), map.value_length);
    }
    if (value_fd.fd >= 0) memcpy(value + value_fd.at, &value_fd.fd, sizeof(value_fd.fd));
  }
  long result = ElementCall(command, map.fd(), key, value, flags);
  if (result != 0) return result;
  if (command == BPF_MAP_GET_NEXT_KEY) {
    memcpy(buffer + map.next_key_at(), value, key_size);
  } else if (command == BPF_MAP_LOOKUP_ELEM || command == BPF_MAP_LOOKUP_AND_DELETE_ELEM) {
    size_t length = (flags & kOneValue) == 0 ? map.value_length : map.identity.value_size;
    memcpy(buffer + map.value_at(), value, length);
  }
  return result;
}

// elementLookup(map, flags?), elementUpdate(map, flags?), elementDelete(map), elementTake(map, flags?) and
// elementNext(map, first?): undefined for success, or -errno; EBADF once closed, EFAULT if the buffer was detached.
template <uint32_t kCommand>
napi_value Element(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value argv[2];
  void* data;
  int32_t number;
  if (napi_get_cb_info(env, info, &argc, argv, nullptr, &data) != napi_ok || argc < 1 ||
      napi_get_value_int32(env, argv[0], &number) != napi_ok) {
    return ThrowArguments(env);
  }
  const Addon& addon = *static_cast<Addon*>(data);
  uint64_t flags = 0;
  bool first = false;
  if (argc > 1) {
    bool fits = kCommand == BPF_MAP_GET_NEXT_KEY ? napi_get_value_bool(env, argv[1], &first) == napi_ok
                                                 : ReadFlags(env, argv[1], &flags);
    if (!fits) return ThrowArguments(env);
  }
  const MapElements* map = addon.elements.Find(number);
  if (map == nullptr) return Answer(env, -EBADF);
  return Answer(env, Call(env, addon, *map, kCommand, !first, flags, -1, ValueFd()));
}

bool ReadOwned(const Addon& addon, napi_env env, napi_value value, int32_t* out) {
  return napi_get_value_int32(env, value, out) == napi_ok && addon.descriptors.Owns(*out);
}

// elementUpdateFd(map, fd, flags, at): the value is the descriptor `fd`, as u32 at byte `at` of what the buffer holds;
// with `at` -1 the value is nothing else.
napi_value UpdateFd(napi_env env, napi_callback_info info) {
  size_t argc = 4;
  napi_value argv[4];
  void* data;
  int32_t number;
  int32_t at;
  ValueFd value;
  uint64_t flags;
  if (napi_get_cb_info(env, info, &argc, argv, nullptr, &data) != napi_ok) return nullptr;
  const Addon& addon = *static_cast<Addon*>(data);
  if (napi_get_value_int32(env, argv[0], &number) != napi_ok || !ReadOwned(addon, env, argv[1], &value.fd) ||
      !ReadFlags(env, argv[2], &flags) || napi_get_value_int32(env, argv[3], &at) != napi_ok) {
    return ThrowArguments(env);
  }
  const MapElements* map = addon.elements.Find(number);
  if (map == nullptr) return Answer(env, -EBADF);
  value.whole = at < 0;
  value.at = at < 0 ? 0 : static_cast<size_t>(at);
  if (value.at + sizeof(value.fd) > map->value_length) return Answer(env, -EINVAL);
  return Answer(env, Call(env, addon, *map, BPF_MAP_UPDATE_ELEM, true, flags, -1, value));
}

// elementOfFd(map, command, fd, flags): LOOKUP, UPDATE, DELETE or LOOKUP_AND_DELETE whose key is the descriptor `fd`.
napi_value OfFd(napi_env env, napi_callback_info info) {
  size_t argc = 4;
  napi_value argv[4];
  void* data;
  int32_t number;
  int32_t fd;
  uint32_t command;
  uint64_t flags;
  if (napi_get_cb_info(env, info, &argc, argv, nullptr, &data) != napi_ok) return nullptr;
  const Addon& addon = *static_cast<Addon*>(data);
  if (napi_get_value_int32(env, argv[0], &number) != napi_ok ||
      napi_get_value_uint32(env, argv[1], &command) != napi_ok || !ReadOwned(addon, env, argv[2], &fd) ||
      !ReadFlags(env, argv[3], &flags)) {
    return ThrowArguments(env);
  }
  const MapElements* map = addon.elements.Find(number);
  if (map == nullptr) return Answer(env, -EBADF);
  bool known = command == BPF_MAP_LOOKUP_ELEM || command == BPF_MAP_UPDATE_ELEM || command == BPF_MAP_DELETE_ELEM ||
               command == BPF_MAP_LOOKUP_AND_DELETE_ELEM;
  if (!known || map->identity.key_size != sizeof(fd)) return Answer(env, -EINVAL);
  return Answer(env, Call(env, addon, *map, command, true, flags, fd, ValueFd()));
}

}  // namespace

void ExportElementCalls(Napi::Env env, Napi::Object exports) {
  Addon* addon = AddonOf(env);
  const struct {
    const char* name;
    napi_callback call;
  } fast[] = {
      {"elementLookup", Element<BPF_MAP_LOOKUP_ELEM>}, {"elementUpdate", Element<BPF_MAP_UPDATE_ELEM>},
      {"elementDelete", Element<BPF_MAP_DELETE_ELEM>}, {"elementTake", Element<BPF_MAP_LOOKUP_AND_DELETE_ELEM>},
      {"elementNext", Element<BPF_MAP_GET_NEXT_KEY>},  {"elementUpdateFd", UpdateFd},
      {"elementOfFd", OfFd},
  };
  for (const auto& [name, call] : fast) {
    napi_value function = nullptr;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, call, addon, &function);
    exports.Set(name, Napi::Value(env, function));
  }
}

}  // namespace bpf_syscall
