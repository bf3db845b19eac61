#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

// bpf(2) reads descriptor 0 as "absent"; 1 and 2 are streams that others write to.
constexpr int kLowest = 3;

using Owner = Descriptors::Owner;

// Owners by number, in pieces that are made when a number of theirs is first owned, and stay.
constexpr int kPiece = 4096;
std::atomic<Owner*> pieces[INT_MAX / kPiece + 1];

// Null, unless `make`, where no number near was ever owned.
Owner* PlaceOf(int fd, bool make) {
  std::atomic<Owner*>& piece = pieces[fd / kPiece];
  Owner* owners = piece.load(std::memory_order_acquire);
  if (owners == nullptr) {
    if (!make) return nullptr;
    Owner* made = new Owner[kPiece]();
    if (piece.compare_exchange_strong(owners, made)) {
      owners = made;
    } else {
      delete[] made;
    }
  }
  return &owners[fd % kPiece];
}

// adopt(number): takes over a descriptor that is open. One below 3 is a standard stream: duplicated, left open.
Napi::Value Adopt(const Napi::CallbackInfo& info) {
  int fd = 0;
  if (!ReadInt(info[0], &fd)) return info.Env().Undefined();
  Descriptors& descriptors = AddonOf(info.Env())->descriptors;
  int flags = fcntl(fd, F_GETFD);
  if (flags < 0) return Result(info, -errno);
  if (fd < kLowest) {
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
    return Result(info, copy < 0 ? -errno : descriptors.Take(copy));
  }
  if (!descriptors.Claim(fd)) return Result(info, -EEXIST);
  if (fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0) {
    int error = errno;
    descriptors.Disown(fd);
    return Result(info, -error);
  }
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

const Owner* Descriptors::OwnerOf(int fd) { return fd < 0 ? nullptr : PlaceOf(fd, false); }

bool Descriptors::Owns(int fd) const {
  const Owner* owner = fd < 0 ? nullptr : PlaceOf(fd, false);
  return owner != nullptr && owner->load(std::memory_order_acquire) == this;
}

bool Descriptors::Claim(int fd) {
  const Descriptors* nobody = nullptr;
  if (!PlaceOf(fd, true)->compare_exchange_strong(nobody, this)) return false;
  Saw(fd);
  return true;
}

bool Descriptors::TakeFrom(const Descriptors& before, int fd) {
  Owner* owner = fd < 0 ? nullptr : PlaceOf(fd, false);
  const Descriptors* expected = &before;
  if (owner == nullptr || !owner->compare_exchange_strong(expected, this)) return false;
  Saw(fd);
  return true;
}

int Descriptors::Take(int fd) {
  if (fd < kLowest) {
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, kLowest);
    int error = errno;
    close(fd);
    if (moved < 0) return -error;
    fd = moved;
  }
  PlaceOf(fd, true)->store(this, std::memory_order_release);
  Saw(fd);
  return fd;
}

bool Descriptors::Disown(int fd) {
  Owner* owner = fd < 0 ? nullptr : PlaceOf(fd, false);
  const Descriptors* self = this;
  return owner != nullptr && owner->compare_exchange_strong(self, nullptr);
}

int Descriptors::Close(int fd) {
  if (!Disown(fd)) return -EBADF;
  return close(fd) < 0 ? -errno : 0;
}

void Descriptors::CloseAll() {
  for (int fd = kLowest; fd <= highest_; fd++) Close(fd);
}

void ExportDescriptors(Napi::Env env, Napi::Object exports) {
  exports.Set("adopt", Napi::Function::New<Adopt>(env, "adopt"));
  exports.Set("duplicate", Napi::Function::New<Duplicate>(env, "duplicate"));
  exports.Set("close", Napi::Function::New<CloseNow>(env, "close"));
  exports.Set("release", Napi::Function::New<Release>(env, "release"));
}

}  // namespace bpf_syscall
