#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

// bpf(2) reads descriptor 0 as "absent"; 1 and 2 are streams that others write to.
constexpr int kLowest = 3;

// adopt(number): takes over a descriptor that is open. One below 3 is a standard stream: duplicated, left open.
Napi::Value Adopt(const Napi::CallbackInfo& info) {
  int fd = 0;
  if (!ReadInt(info[0], &fd)) return info.Env().Undefined();
  Descriptors& descriptors = AddonOf(info.Env())->descriptors;
  if (descriptors.Owns(fd)) return Result(info, -EEXIST);
  int flags = fcntl(fd, F_GETFD);
  if (flags < 0) return Result(info, -errno);
  if (fd < kLowest) {
    fd = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
    if (fd < 0) return Result(info, -errno);
  } else if (fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0) {
    return Result(info, -errno);
  }
  descriptors.Own(fd);
  return Result(info, fd);
}

// duplicate(fd)
Napi::Value Duplicate(const Napi::CallbackInfo& info) {
  int fd = -1;
  if (!ReadFd(info[0], &fd)) return info.Env().Undefined();
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
  return Result(info, copy < 0 ? -errno : AddonOf(info.Env())->descriptors.Take(copy));
}

// close(fd)
Napi::Value CloseNow(const Napi::CallbackInfo& info) {
  int fd = -1;
  if (!ReadInt(info[0], &fd)) return info.Env().Undefined();
  return Result(info, AddonOf(info.Env())->descriptors.Close(fd));
}

// release(fd): from now on its owner is the caller.
Napi::Value Release(const Napi::CallbackInfo& info) {
  int fd = -1;
  if (!ReadInt(info[0], &fd)) return info.Env().Undefined();
  return Result(info, AddonOf(info.Env())->descriptors.Disown(fd) ? 0 : -EBADF);
}

}  // namespace

int Descriptors::Take(int fd) {
  if (fd < kLowest) {
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
    int error = errno;
    close(fd);
    if (moved < 0) return -error;
    fd = moved;
  }
  Own(fd);
  return fd;
}

void Descriptors::Own(int fd) {
  size_t index = static_cast<size_t>(fd);
  if (index >= owned_.size()) owned_.resize(index * 2 + 64);
  owned_[index] = true;
}

bool Descriptors::Disown(int fd) {
  if (!Owns(fd)) return false;
  owned_[fd] = false;
  return true;
}

int Descriptors::Close(int fd) {
  if (!Disown(fd)) return -EBADF;
  return close(fd) < 0 ? -errno : 0;
}

void Descriptors::CloseAll() {
  for (size_t fd = 0; fd < owned_.size(); fd++) Close(static_cast<int>(fd));
}

void ExportDescriptors(Napi::Env env, Napi::Object exports) {
  exports.Set("adopt", Napi::Function::New<Adopt>(env, "adopt"));
  exports.Set("duplicate", Napi::Function::New<Duplicate>(env, "duplicate"));
  exports.Set("close", Napi::Function::New<CloseNow>(env, "close"));
  exports.Set("release", Napi::Function::New<Release>(env, "release"));
}

}  // namespace bpf_syscall
