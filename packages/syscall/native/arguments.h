// Reading arguments. Each reader returns false with a pending TypeError when the type does not fit.
#pragma once

#include <linux/limits.h>
#include <napi.h>
#include <stdint.h>

#include <string>

#include "bytes.h"

namespace bpf_syscall {

void ThrowTypeError(Napi::Env env, const char* message);

bool ReadInt(const Napi::Value& value, int* out);
bool ReadUint32(const Napi::Value& value, uint32_t* out);
bool ReadString(const Napi::Value& value, std::string* out);

// Any Uint8Array (a Buffer too). Memory stays valid while the value is an argument of the running call.
bool ReadBytes(const Napi::Value& value, Bytes* out);

// As ReadBytes; none for undefined.
bool ReadBytesIfAny(const Napi::Value& value, Bytes* out);

// A Uint32Array, as ReadBytes.
bool ReadWords(const Napi::Value& value, Words* out);

// A descriptor that this environment owns.
bool ReadFd(const Napi::Value& value, int* out);

// As ReadFd; AT_FDCWD is the current directory.
bool ReadDirectory(const Napi::Value& value, int* out);

// A path on the stack. What is longer than the kernel takes is cut where the kernel still finds it too long.
class Path {
 public:
  // False without an exception for what is no string or names another path in UTF-8: it has a NUL, where the kernel
  // would stop, or a lone surrogate.
  bool Read(const Napi::Value& value);

  // As Read, and names it from an open directory; "" is what `directory` itself is open on.
  bool ReadBelow(int directory, const Napi::Value& value);

  const char* text() const { return text_; }

 private:
  bool ReadAt(size_t start, const Napi::Value& value);

  // "/proc/self/fd/2147483647/", a path of PATH_MAX bytes, and room for a character that would be cut in two.
  char text_[25 + PATH_MAX + 4];
};

// A result of 0 or more, or -errno.
Napi::Value Result(const Napi::CallbackInfo& info, double value);

}  // namespace bpf_syscall
