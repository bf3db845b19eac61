// Readers of ring buffers, as JavaScript calls them: by number.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

// More than any caller has a use for.
constexpr uint32_t kMostRecords = 1U << 20;

RingReader* FindReader(const Napi::CallbackInfo& info) {
  int number = -1;
  return ReadInt(info[0], &number) ? AddonOf(info.Env())->rings.Find(number) : nullptr;
}

// Undefined, with the TypeError that a reader of arguments left pending, or EBADF.
Napi::Value NoReader(const Napi::CallbackInfo& info) {
  return info.Env().IsExceptionPending() ? info.Env().Undefined() : Result(info, -EBADF);
}

bool ReadOffsets(const Napi::Value& value, Napi::Uint32Array* out) {
  if (value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == napi_uint32_array) {
    *out = value.As<Napi::Uint32Array>();
    return true;
  }
  ThrowTypeError(value.Env(), "expected a Uint32Array");
  return false;
}

// ringOpen(fd, most, pollMs, onReady): the number of a new reader, or -errno.
Napi::Value RingOpen(const Napi::CallbackInfo& info) {
  int fd = -1;
  uint32_t most = 0;
  int poll_ms = -1;
  if (!ReadFd(info[0], &fd) || !ReadUint32(info[1], &most) || !ReadInt(info[2], &poll_ms)) {
    return info.Env().Undefined();
  }
  if (!info[3].IsFunction() || most == 0 || most > kMostRecords) {
    ThrowTypeError(info.Env(), "expected a number of records, and a function");
    return info.Env().Undefined();
  }
  // Of our own while its size is asked for and it is mapped, so that nobody can make the number mean another map in
  // between. Afterwards the mapping keeps the map, and its file, which epoll watches.
  int map = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (map < 0) return Result(info, -errno);
  std::unique_ptr<RingReader> reader(new RingReader(info.Env()));
  long result = reader->Open(map, most, poll_ms, info[3].As<Napi::Function>());
  close(map);
  return Result(info, result < 0 ? result : AddonOf(info.Env())->rings.Add(std::move(reader)));
}

// ringWait(reader)
Napi::Value RingWait(const Napi::CallbackInfo& info) {
  RingReader* reader = FindReader(info);
  return reader == nullptr ? NoReader(info) : Result(info, reader->Wait());
}

// ringTake(reader, bytes, offsets): the number of records, or -errno; see RingConsumer::Take. With EMSGSIZE scratch has
// the bytes needed (u32).
Napi::Value RingTake(const Napi::CallbackInfo& info) {
  RingReader* reader = FindReader(info);
  if (reader == nullptr) return NoReader(info);
  Bytes bytes;
  Napi::Uint32Array offsets;
  if (!ReadBytes(info[1], &bytes) || !ReadOffsets(info[2], &offsets)) return info.Env().Undefined();
  if (bytes.length > UINT32_MAX || offsets.ElementLength() <= reader->most()) {
    ThrowTypeError(info.Env(), "expected room for bytes and offsets of one batch");
    return info.Env().Undefined();
  }
  size_t needed = 0;
  long result = reader->Take(bytes.data, bytes.length, offsets.Data(), &needed);
  if (result == -EMSGSIZE) {
    uint32_t length = static_cast<uint32_t>(needed);
    memcpy(AddonOf(info.Env())->scratch, &length, sizeof(length));
  }
  return Result(info, result);
}

// ringAdvance(reader, count): see RingConsumer::Advance.
Napi::Value RingAdvance(const Napi::CallbackInfo& info) {
  RingReader* reader = FindReader(info);
  if (reader == nullptr) return NoReader(info);
  uint32_t count = 0;
  if (!ReadUint32(info[1], &count)) return info.Env().Undefined();
  return Result(info, reader->Advance(count));
}

// ringClose(reader)
Napi::Value RingClose(const Napi::CallbackInfo& info) {
  int number = -1;
  if (!ReadInt(info[0], &number)) return info.Env().Undefined();
  return Result(info, AddonOf(info.Env())->rings.Remove(number) != nullptr ? 0 : -EBADF);
}

}  // namespace

void ExportRing(Napi::Env env, Napi::Object exports) {
  exports.Set("ringOpen", Napi::Function::New<RingOpen>(env, "ringOpen"));
  exports.Set("ringWait", Napi::Function::New<RingWait>(env, "ringWait"));
  exports.Set("ringTake", Napi::Function::New<RingTake>(env, "ringTake"));
  exports.Set("ringAdvance", Napi::Function::New<RingAdvance>(env, "ringAdvance"));
  exports.Set("ringClose", Napi::Function::New<RingClose>(env, "ringClose"));
}

}  // namespace bpf_syscall
