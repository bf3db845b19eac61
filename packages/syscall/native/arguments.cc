#include "arguments.h"

#include <fcntl.h>

#include <cmath>
#include <limits>

#include "fd.h"

namespace bpf_syscall {

namespace {

template <typename T>
bool ReadInteger(const Napi::Value& value, T* out) {
  if (value.IsNumber()) {
    double number = value.As<Napi::Number>().DoubleValue();
    if (std::trunc(number) == number && number >= std::numeric_limits<T>::min() &&
        number <= std::numeric_limits<T>::max()) {
      *out = static_cast<T>(number);
      return true;
    }
  }
  ThrowTypeError(value.Env(), "expected an integer of 32 bits");
  return false;
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

bool ReadFd(const Napi::Value& value, int* out) {
  Fd* fd = Fd::From(value);
  if (fd == nullptr) return false;
  *out = fd->number();
  return true;
}

bool ReadDirectory(const Napi::Value& value, int* out) {
  if (value.IsNull()) {
    *out = AT_FDCWD;
    return true;
  }
  return ReadFd(value, out);
}

Napi::Value Result(const Napi::CallbackInfo& info, double value) {
  return Napi::Number::New(info.Env(), value);
}

}  // namespace bpf_syscall
