#include "fd.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

// bpf(2) reads descriptor 0 as "absent"; 1 and 2 are streams that others write to.
constexpr int kLowest = 3;

// Tells our objects from those that another addon wrapped. Random; a new one whenever the class changes its layout.
constexpr napi_type_tag kTag = {0x6a1f0f5c2be84e5fULL, 0x9d3c7a4410b6e2c1ULL};

}  // namespace

Fd::Fd(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Fd>(info) {
  info.This().As<Napi::Object>().TypeTag(&kTag);
}

Fd::~Fd() { Close(); }

Fd* Fd::From(const Napi::Value& value) {
  if (value.IsObject()) {
    Napi::Object object = value.As<Napi::Object>();
    if (object.CheckTypeTag(&kTag)) return Unwrap(object);
  }
  ThrowTypeError(value.Env(), "expected an Fd of this addon");
  return nullptr;
}

void Fd::Own(int fd) {
  number_ = fd;
  AddonOf(Env())->open.insert(this);
}

int Fd::Disown() {
  int fd = number_;
  number_ = -1;
  AddonOf(Env())->open.erase(this);
  return fd;
}

int Fd::Take(int fd) {
  if (fd < kLowest) {
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
    int error = errno;
    close(fd);
    if (moved < 0) return -error;
    fd = moved;
  }
  Own(fd);
  return 0;
}

int Fd::Close() {
  if (number_ < 0) return 0;
  return close(Disown()) < 0 ? -errno : 0;
}

Napi::Value Fd::Number(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), number_); }

// adopt(number): takes over a descriptor that is open. One below 3 is a standard stream: duplicated, left open.
Napi::Value Fd::Adopt(const Napi::CallbackInfo& info) {
  int fd = 0;
  if (!ReadInt(info[0], &fd)) return info.Env().Undefined();
  if (number_ >= 0) return Result(info, -EBUSY);
  for (const Fd* other : AddonOf(Env())->open) {
    if (other->number_ == fd) return Result(info, -EEXIST);
  }
  int flags = fcntl(fd, F_GETFD);
  if (flags < 0) return Result(info, -errno);
  if (fd < kLowest) {
    fd = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
    if (fd < 0) return Result(info, -errno);
  } else if (fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0) {
    return Result(info, -errno);
  }
  Own(fd);
  return Result(info, 0);
}

// duplicate(into)
Napi::Value Fd::Duplicate(const Napi::CallbackInfo& info) {
  Fd* into = Fd::From(info[0]);
  if (into == nullptr) return info.Env().Undefined();
  if (into->number_ >= 0) return Result(info, -EBUSY);
  int fd = fcntl(number_, F_DUPFD_CLOEXEC, kLowest);
  return Result(info, fd < 0 ? -errno : into->Take(fd));
}

Napi::Value Fd::CloseNow(const Napi::CallbackInfo& info) { return Result(info, Close()); }

// The number, whose owner is now the caller; -1 when closed.
Napi::Value Fd::Release(const Napi::CallbackInfo& info) { return Result(info, Disown()); }

void ExportFd(Napi::Env env, Napi::Object exports) {
  exports.Set("Fd", Fd::DefineClass(env, "Fd",
                                    {
                                        Fd::InstanceMethod<&Fd::Number>("number"),
                                        Fd::InstanceMethod<&Fd::Adopt>("adopt"),
                                        Fd::InstanceMethod<&Fd::Duplicate>("duplicate"),
                                        Fd::InstanceMethod<&Fd::CloseNow>("close"),
                                        Fd::InstanceMethod<&Fd::Release>("release"),
                                    }));
}

}  // namespace bpf_syscall
