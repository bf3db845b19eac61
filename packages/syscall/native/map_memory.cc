#include "map_memory.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>

#include "addon.h"
#include "arguments.h"
#include "bpf.h"
#include "external_buffer.h"
#include "identity.h"

namespace bpf_syscall {

Holder<Mapping> Mapping::Of(int map_fd, size_t length, bool writable) {
  size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  size_t mapped = (length + page - 1) / page * page;
  int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  void* data = mmap(nullptr, mapped, protection, MAP_SHARED, map_fd, 0);
  return Holder<Mapping>(data == MAP_FAILED ? nullptr : new Mapping(static_cast<uint8_t*>(data), mapped));
}

Mapping::~Mapping() { munmap(data_, mapped_); }

namespace {

// Lengths come as numbers: V8 has no ArrayBuffer of 2⁵³ bytes.
constexpr double kMostBytes = 9007199254740991.0;

bool ReadSize(const Napi::Value& value, size_t* out) {
  double size;
  if (napi_get_value_double(value.Env(), value, &size) != napi_ok || !(size >= 0 && size <= kMostBytes)) {
    ThrowTypeError(value.Env(), "expected a size");
    return false;
  }
  *out = static_cast<size_t>(size);
  return true;
}

// memoryMap(fd, id, type, length, writable): the number of a mapping of the first `length` bytes of the map `id`, or
// -errno; ESTALE if `fd` is another's.
Napi::Value Map(const Napi::CallbackInfo& info) {
  int fd = -1;
  uint32_t id = 0;
  uint32_t type = 0;
  auto memory = std::make_unique<MapMemory>();
  if (!ReadFd(info[0], &fd) || !ReadUint32(info[1], &id) || !ReadUint32(info[2], &type) ||
      !ReadSize(info[3], &memory->length)) {
    return info.Env().Undefined();
  }
  memory->writable = info[4].ToBoolean();
  Held held(fd);
  MapIdentity found;
  long result = ReadIdentity(held.number(), &found);
  if (result == 0 && (found.id != id || found.type != type)) result = -ESTALE;
  if (result < 0) return Result(info, result);
  memory->mapping = Mapping::Of(held.number(), memory->length, memory->writable);
  if (!memory->mapping) return Result(info, -errno);
  return Result(info, AddonOf(info.Env())->memories.Add(std::move(memory)));
}

MapMemory* ReadMemory(const Napi::CallbackInfo& info) {
  int number = -1;
  if (!ReadInt(info[0], &number)) return nullptr;
  MapMemory* memory = AddonOf(info.Env())->memories.Find(number);
  if (memory == nullptr) ThrowTypeError(info.Env(), "expected a mapping");
  return memory;
}

// memoryBuffer(memory): the ArrayBuffer over a writable mapping; made once.
Napi::Value Buffer(const Napi::CallbackInfo& info) {
  MapMemory* memory = ReadMemory(info);
  if (memory == nullptr) return info.Env().Undefined();
  if (!memory->writable || memory->buffer != nullptr) {
    ThrowTypeError(info.Env(), "expected a writable mapping without an ArrayBuffer");
    return info.Env().Undefined();
  }
  napi_value buffer =
      ExternalBuffer(info.Env(), memory->mapping->data(), memory->length, memory->mapping.get());
  if (buffer == nullptr) {
    ThrowTypeError(info.Env(), "this JavaScript engine takes no ArrayBuffer over a mapping of this size");
    return info.Env().Undefined();
  }
  memory->env = info.Env();
  napi_create_reference(info.Env(), buffer, 1, &memory->buffer);
  return Napi::Value(info.Env(), buffer);
}

// memoryRead(memory, at, into): copies from byte `at` on.
Napi::Value Read(const Napi::CallbackInfo& info) {
  const MapMemory* memory = ReadMemory(info);
  size_t at = 0;
  Bytes into;
  if (memory == nullptr || !ReadSize(info[1], &at) || !ReadBytes(info[2], &into)) return info.Env().Undefined();
  if (at > memory->length || into.length > memory->length - at) return Result(info, -ERANGE);
  if (into.length > 0) memcpy(into.data, memory->mapping->data() + at, into.length);
  return Result(info, 0);
}

// memoryClose(memory, detach): the mapping lives on while an ArrayBuffer over it does; with `detach`, the one that
// memoryBuffer made has no bytes any more.
Napi::Value Close(const Napi::CallbackInfo& info) {
  MapMemory* memory = ReadMemory(info);
  if (memory == nullptr) return info.Env().Undefined();
  napi_value buffer;
  if (info[1].ToBoolean() && memory->buffer != nullptr &&
      napi_get_reference_value(info.Env(), memory->buffer, &buffer) == napi_ok) {
    napi_detach_arraybuffer(info.Env(), buffer);
  }
  AddonOf(info.Env())->memories.Remove(info[0].As<Napi::Number>().Int32Value());
  return Result(info, 0);
}

}  // namespace

void ExportMemory(Napi::Env env, Napi::Object exports) {
  exports.Set("memoryMap", Napi::Function::New<Map>(env, "memoryMap"));
  exports.Set("memoryBuffer", Napi::Function::New<Buffer>(env, "memoryBuffer"));
  exports.Set("memoryRead", Napi::Function::New<Read>(env, "memoryRead"));
  exports.Set("memoryClose", Napi::Function::New<Close>(env, "memoryClose"));
}

}  // namespace bpf_syscall
