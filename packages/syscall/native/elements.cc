// MapElements made, frozen and closed.
#include <memory>

#include "addon.h"
#include "arguments.h"
#include "bpf.h"

namespace bpf_syscall {

namespace {

// elementsOpen(fd, valueLength): takes over the descriptor of a map. Its number in elements, or -errno.
Napi::Value Open(const Napi::CallbackInfo& info) {
  Addon* addon = AddonOf(info.Env());
  int fd = -1;
  uint32_t value_length = 0;
  if (!ReadFd(info[0], &fd) || !ReadUint32(info[1], &value_length)) return info.Env().Undefined();
  MapIdentity identity;
  long result = ReadIdentity(fd, &identity);
  if (result < 0) return Result(info, result);
  if (value_length < identity.value_size) return Result(info, -EINVAL);
  auto map = std::make_unique<MapElements>(identity, value_length);
  size_t out = map->next_key_at() > value_length ? map->next_key_at() : value_length;
  if (!addon->bounce.Reserve(map->next_key_at() + out)) return Result(info, -ENOMEM);
  if (!map->Take(addon->descriptors, fd)) return Result(info, -EBADF);
  return Result(info, addon->elements.Add(std::move(map)));
}

// elementsBuffer(map): the ArrayBuffer that its calls use, made once: room for a key, a next key and a value, each from
// a multiple of 8.
Napi::Value Buffer(const Napi::CallbackInfo& info) {
  int number = -1;
  if (!ReadInt(info[0], &number)) return info.Env().Undefined();
  MapElements* map = AddonOf(info.Env())->elements.Find(number);
  napi_value buffer = map == nullptr ? nullptr : map->MakeBuffer(info.Env());
  if (buffer != nullptr) return Napi::Value(info.Env(), buffer);
  if (!info.Env().IsExceptionPending()) ThrowTypeError(info.Env(), "expected a map without a buffer");
  return info.Env().Undefined();
}

// elementsClose(map)
Napi::Value Close(const Napi::CallbackInfo& info) {
  int number = -1;
  if (!ReadInt(info[0], &number)) return info.Env().Undefined();
  return Result(info, AddonOf(info.Env())->elements.Remove(number) == nullptr ? -EBADF : 0);
}

// elementsFreeze(map): BPF_MAP_FREEZE.
Napi::Value Freeze(const Napi::CallbackInfo& info) {
  int number = -1;
  if (!ReadInt(info[0], &number)) return info.Env().Undefined();
  const MapElements* map = AddonOf(info.Env())->elements.Find(number);
  if (map == nullptr || !map->Owns()) return Result(info, -EBADF);
  Held held(map->fd());
  long result = CompareIdentity(held.number(), map->identity);
  if (result < 0) return Result(info, result == -ESTALE ? -EBADF : result);
  uint32_t attr = static_cast<uint32_t>(held.number());
  return Result(info, Bpf(BPF_MAP_FREEZE, &attr, sizeof(attr)));
}

}  // namespace

void ExportElements(Napi::Env env, Napi::Object exports) {
  exports.Set("elementsOpen", Napi::Function::New<Open>(env, "elementsOpen"));
  exports.Set("elementsBuffer", Napi::Function::New<Buffer>(env, "elementsBuffer"));
  exports.Set("elementsClose", Napi::Function::New<Close>(env, "elementsClose"));
  exports.Set("elementsFreeze", Napi::Function::New<Freeze>(env, "elementsFreeze"));
}

}  // namespace bpf_syscall
