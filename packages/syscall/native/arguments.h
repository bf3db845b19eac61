// Reading arguments. Each reader returns false with a pending TypeError when the type does not fit.
#pragma once

#include <napi.h>
#include <stdint.h>

#include <string>

namespace bpf_syscall {

struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

void ThrowTypeError(Napi::Env env, const char* message);

bool ReadInt(const Napi::Value& value, int* out);
bool ReadUint32(const Napi::Value& value, uint32_t* out);
bool ReadString(const Napi::Value& value, std::string* out);

// Any Uint8Array (a Buffer too). Memory stays valid while the value is an argument of the running call.
bool ReadBytes(const Napi::Value& value, Bytes* out);

// The descriptor of an Fd; -1 for a closed one, which the kernel answers with EBADF.
bool ReadFd(const Napi::Value& value, int* out);

// As ReadFd; null is the current directory (AT_FDCWD).
bool ReadDirectory(const Napi::Value& value, int* out);

// A result of 0 or more, or -errno.
Napi::Value Result(const Napi::CallbackInfo& info, double value);

}  // namespace bpf_syscall
