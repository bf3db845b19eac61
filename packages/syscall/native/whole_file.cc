// All of a file at once.
#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

// The kernel's types can be mapped since Linux 6.16, which saves a system call for each 4 KiB. Nothing else is mapped:
// who truncates a file that is mapped ends the process (SIGBUS).
bool CopyFromSysfs(int fd, const Bytes& into) {
  struct statfs file_system;
  if (fstatfs(fd, &file_system) < 0 || file_system.f_type != SYSFS_MAGIC || into.length == 0) return false;
  void* mapped = mmap(nullptr, into.length, PROT_READ, MAP_PRIVATE, fd, 0);
  if (mapped == MAP_FAILED) return false;
  memcpy(into.data, mapped, into.length);
  munmap(mapped, into.length);
  return true;
}

// readWhole(fd, into): the bytes that there were, from the beginning of the file; or -errno.
Napi::Value ReadWhole(const Napi::CallbackInfo& info) {
  int fd = -1;
  Bytes into;
  if (!ReadFd(info[0], &fd) || !ReadBytes(info[1], &into)) return info.Env().Undefined();
  if (CopyFromSysfs(fd, into)) return Result(info, static_cast<double>(into.length));
  for (size_t at = 0;;) {
    ssize_t count = pread(fd, into.data + at, into.length - at, static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Result(info, -errno);
    at += static_cast<size_t>(count);
    if (count == 0 || at == into.length) return Result(info, static_cast<double>(at));
  }
}

}  // namespace

void ExportWholeFile(Napi::Env env, Napi::Object exports) {
  exports.Set("readWhole", Napi::Function::New<ReadWhole>(env, "readWhole"));
}

}  // namespace bpf_syscall
