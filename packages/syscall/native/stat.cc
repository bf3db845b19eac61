// What a file is: statx(2) and fstatfs(2). statx, not fstat: its glibc symbol is old enough for every Node ≥ 20.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <string>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

// statx(directory, name, flags): 0 or -errno. The scratch buffer takes dev, ino and size (u64), and mode, nlink, uid
// and gid (u32).
Napi::Value Statx(const Napi::CallbackInfo& info) {
  int directory = -1;
  std::string name;
  int flags = 0;
  if (!ReadDirectory(info[0], &directory) || !ReadString(info[1], &name) || !ReadInt(info[2], &flags)) {
    return info.Env().Undefined();
  }
  struct statx found;
  memset(&found, 0, sizeof(found));
  if (statx(directory, name.c_str(), flags, STATX_BASIC_STATS, &found) < 0) return Result(info, -errno);
  uint64_t wide[] = {makedev(found.stx_dev_major, found.stx_dev_minor), found.stx_ino, found.stx_size};
  uint32_t words[] = {found.stx_mode, found.stx_nlink, found.stx_uid, found.stx_gid};
  uint8_t* scratch = AddonOf(info.Env())->scratch;
  memcpy(scratch, wide, sizeof(wide));
  memcpy(scratch + sizeof(wide), words, sizeof(words));
  return Result(info, 0);
}

// fstatfs(fd): the file system's magic number (u32), or -errno.
Napi::Value Fstatfs(const Napi::CallbackInfo& info) {
  int fd = -1;
  if (!ReadFd(info[0], &fd)) return info.Env().Undefined();
  struct statfs found;
  memset(&found, 0, sizeof(found));
  if (fstatfs(fd, &found) < 0) return Result(info, -errno);
  return Result(info, static_cast<uint32_t>(found.f_type));
}

}  // namespace

void ExportStat(Napi::Env env, Napi::Object exports) {
  exports.Set("statx", Napi::Function::New<Statx>(env, "statx"));
  exports.Set("fstatfs", Napi::Function::New<Fstatfs>(env, "fstatfs"));
}

}  // namespace bpf_syscall
