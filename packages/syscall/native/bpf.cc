// bpf(2): patches pointers and descriptors into an attribute that JavaScript encoded, calls, returns the result or -errno.
#include <string.h>

#include <string>

#include "addon.h"
#include "arguments.h"
#include "bpf.h"

namespace bpf_syscall {

namespace {

constexpr size_t kMaxStruct = 512;
constexpr size_t kMaxPatches = 8;

// A struct for the kernel, copied out of JavaScript so that no address is ever visible there.
class Struct {
 public:
  bool Load(const Napi::Value& value) {
    if (!ReadBytes(value, &source_)) return false;
    if (source_.length > kMaxStruct) {
      ThrowTypeError(value.Env(), "struct longer than 512 bytes");
      return false;
    }
    memcpy(bytes_, source_.data, source_.length);
    return true;
  }

  // Arguments come in threes: offset; a Uint8Array, string (pointer, u64) or an owned descriptor (u32);
  // offset of the u32 that takes the pointed-to length in bytes, or -1.
  bool Patch(const Napi::CallbackInfo& info, size_t first) {
    size_t count = info.Length() - first;
    if (count % 3 != 0 || count / 3 > kMaxPatches) {
      ThrowTypeError(info.Env(), "patches come in threes, 8 at most");
      return false;
    }
    for (size_t i = first; i < info.Length(); i += 3) {
      if (!PatchOne(info[i], info[i + 1], info[i + 2])) return false;
    }
    return true;
  }

  // Writes what the kernel changed back to JavaScript, without the addresses.
  void Store() {
    for (size_t i = 0; i < pointers_; i++) memset(bytes_ + pointer_at_[i], 0, sizeof(uint64_t));
    memcpy(source_.data, bytes_, source_.length);
  }

  uint8_t* data() { return bytes_; }
  uint32_t length() const { return static_cast<uint32_t>(source_.length); }

 private:
  bool PatchOne(const Napi::Value& at_value, const Napi::Value& thing, const Napi::Value& length_value) {
    uint32_t at = 0;
    int length_at = -1;
    if (!ReadUint32(at_value, &at) || !ReadInt(length_value, &length_at)) return false;
    if (thing.IsString() || thing.IsTypedArray()) {
      Bytes bytes;
      if (thing.IsString()) {
        std::string& text = texts_[pointers_];
        if (!ReadString(thing, &text)) return false;
        bytes = {reinterpret_cast<uint8_t*>(text.data()), text.size()};
      } else if (!ReadBytes(thing, &bytes)) {
        return false;
      }
      if (bytes.length > UINT32_MAX) return Outside(thing);
      pointer_at_[pointers_++] = at;
      uint32_t length = static_cast<uint32_t>(bytes.length);
      if (length_at >= 0 && !Write(length_at, &length, sizeof(length))) return Outside(thing);
      uint64_t address = reinterpret_cast<uint64_t>(bytes.data);
      return Write(at, &address, sizeof(address)) || Outside(thing);
    }
    int fd = -1;
    return ReadFd(thing, &fd) && (Write(at, &fd, sizeof(fd)) || Outside(thing));
  }

  bool Write(size_t at, const void* from, size_t size) {
    if (at > source_.length || size > source_.length - at) return false;
    memcpy(bytes_ + at, from, size);
    return true;
  }

  static bool Outside(const Napi::Value& value) {
    ThrowTypeError(value.Env(), "patch outside the struct");
    return false;
  }

  alignas(8) uint8_t bytes_[kMaxStruct] = {};
  Bytes source_;
  std::string texts_[kMaxPatches];
  size_t pointer_at_[kMaxPatches] = {};
  size_t pointers_ = 0;
};

// bpf(command, attr, ...patches)
Napi::Value BpfCall(const Napi::CallbackInfo& info) {
  uint32_t command = 0;
  Struct attr;
  if (!ReadUint32(info[0], &command) || !attr.Load(info[1]) || !attr.Patch(info, 2)) return info.Env().Undefined();
  long result = Bpf(command, attr.data(), attr.length());
  attr.Store();
  return Result(info, result);
}

// bpfOpen(command, attr, ...patches): for commands whose result is a new descriptor. Its number, or -errno.
Napi::Value BpfOpen(const Napi::CallbackInfo& info) {
  uint32_t command = 0;
  Struct attr;
  if (!ReadUint32(info[0], &command) || !attr.Load(info[1]) || !attr.Patch(info, 2)) return info.Env().Undefined();
  long result = Bpf(command, attr.data(), attr.length());
  attr.Store();
  return Result(info, result < 0 ? result : AddonOf(info.Env())->descriptors.Take(static_cast<int>(result)));
}

// bpfInfo(fd, info, ...patches of info): BPF_OBJ_GET_INFO_BY_FD, whose pointers lie in the info, not in the attribute.
// Returns the bytes of `info` that the running kernel knows, or -errno.
Napi::Value BpfInfo(const Napi::CallbackInfo& info) {
  int fd = -1;
  Struct object;
  if (!ReadFd(info[0], &fd) || !object.Load(info[1]) || !object.Patch(info, 2)) return info.Env().Undefined();
  union bpf_attr attr;
  memset(&attr, 0, sizeof(attr));
  attr.info.bpf_fd = static_cast<uint32_t>(fd);
  attr.info.info_len = object.length();
  attr.info.info = reinterpret_cast<uint64_t>(object.data());
  long result = Bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr.info));
  object.Store();
  return Result(info, result < 0 ? result : static_cast<long>(attr.info.info_len));
}

}  // namespace

void ExportBpf(Napi::Env env, Napi::Object exports) {
  exports.Set("bpf", Napi::Function::New<BpfCall>(env, "bpf"));
  exports.Set("bpfOpen", Napi::Function::New<BpfOpen>(env, "bpfOpen"));
  exports.Set("bpfInfo", Napi::Function::New<BpfInfo>(env, "bpfInfo"));
}

}  // namespace bpf_syscall
