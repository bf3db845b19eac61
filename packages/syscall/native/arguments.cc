#include "arguments.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <cmath>
#include <limits>

#include "addon.h"

namespace bpf_syscall {

namespace {

template <typename T>
bool ReadInteger(const Napi::Value& value, T* out) {
  double number;
  if (napi_get_value_double(value.Env(), value, &number) == napi_ok && std::trunc(number) == number &&
      number >= std::numeric_limits<T>::min() && number <= std::numeric_limits<T>::max()) {
    *out = static_cast<T>(number);
    return true;
  }
  ThrowTypeError(value.Env(), "expected an integer of 32 bits");
  return false;
}

// Whether a string has no lone surrogates.
bool IsWellFormed(const Napi::Value& value) {
  std::u16string units = value.As<Napi::String>().Utf16Value();
  for (size_t i = 0; i < units.size(); i++) {
    if ((units[i] & 0xf800) != 0xd800) continue;
    bool pair = (units[i] & 0x400) == 0 && i + 1 < units.size() && (units[i + 1] & 0xfc00) == 0xdc00;
    if (!pair) return false;
    i++;
  }
  return true;
}

}  // namespace

void ThrowTypeError(Napi::Env env, const char* message) {
  Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
}

bool ReadInt(const Napi::Value& value, int* out) { return ReadInteger(value, out); }

bool ReadUint32(const Napi::Value& value, uint32_t* out) { return ReadInteger(value, out); }

bool ReadString(const Napi::Value& value, std::string* out) {
  if (!value.IsString()) {
    ThrowTypeError(value.Env(), "expected a string");
    return false;
  }
  *out = value.As<Napi::String>().Utf8Value();
  // The kernel would stop at the NUL and act on another path than the one named.
  if (out->find('\0') != std::string::npos) {
    ThrowTypeError(value.Env(), "expected a string without NUL");
    return false;
  }
  return true;
}

bool ReadBytes(const Napi::Value& value, Bytes* out) {
  if (value.IsTypedArray()) {
    Napi::TypedArray array = value.As<Napi::TypedArray>();
    if (array.TypedArrayType() == napi_uint8_array) {
      Napi::Uint8Array bytes = value.As<Napi::Uint8Array>();
      out->data = bytes.Data();
      out->length = bytes.ByteLength();
      return true;
    }
  }
  ThrowTypeError(value.Env(), "expected a Uint8Array");
  return false;
}

bool ReadBytesIfAny(const Napi::Value& value, Bytes* out) {
  if (!value.IsUndefined()) return ReadBytes(value, out);
  *out = {};
  return true;
}

bool ReadWords(const Napi::Value& value, Words* out) {
  if (value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == napi_uint32_array) {
    Napi::Uint32Array words = value.As<Napi::Uint32Array>();
    *out = {words.Data(), words.ElementLength()};
    return true;
  }
  ThrowTypeError(value.Env(), "expected a Uint32Array");
  return false;
}

bool ReadFd(const Napi::Value& value, int* out) {
  if (!ReadInt(value, out)) return false;
  if (AddonOf(value.Env())->descriptors.Owns(*out)) return true;
  ThrowTypeError(value.Env(), "expected a descriptor that this addon owns");
  return false;
}

bool ReadDirectory(const Napi::Value& value, int* out) {
  if (!ReadInt(value, out)) return false;
  return *out == AT_FDCWD || ReadFd(value, out);
}

bool Path::Read(const Napi::Value& value) { return ReadAt(0, value); }

bool Path::ReadBelow(int directory, const Napi::Value& value) {
  if (directory == AT_FDCWD) return ReadAt(0, value);
  size_t start = static_cast<size_t>(snprintf(text_, sizeof(text_), "/proc/self/fd/%d/", directory));
  if (!ReadAt(start, value)) return false;
  if (text_[start] == '\0') text_[start - 1] = '\0';
  return true;
}

bool Path::ReadAt(size_t start, const Napi::Value& value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(value.Env(), value, text_ + start, sizeof(text_) - start, &length) != napi_ok) {
    return false;
  }
  if (memchr(text_ + start, '\0', length) != nullptr) return false;
  // What Node-API makes of a lone surrogate, and what a name may hold as well.
  if (memmem(text_ + start, length, "\xef\xbf\xbd", 3) == nullptr) return true;
  return IsWellFormed(value);
}

Napi::Value Result(const Napi::CallbackInfo& info, double value) {
  return Napi::Number::New(info.Env(), value);
}

}  // namespace bpf_syscall
