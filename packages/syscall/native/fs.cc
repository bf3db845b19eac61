// Names in directories: openat2(2), mkdirat(2), unlinkat(2), renameat2(2), linkat(2), symlinkat(2), readlinkat(2),
// getdents64(2), and mount(2). Each returns the result or -errno.
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

double OrErrno(long result) { return static_cast<double>(result < 0 ? -errno : result); }

// openat2(directory, path, flags, mode, resolve): the number of a new descriptor, or -errno.
Napi::Value Openat2(const Napi::CallbackInfo& info) {
  int directory = -1;
  uint32_t flags = 0;
  uint32_t mode = 0;
  uint32_t resolve = 0;
  if (!ReadDirectory(info[0], &directory) || !ReadUint32(info[2], &flags) || !ReadUint32(info[3], &mode) ||
      !ReadUint32(info[4], &resolve)) {
    return info.Env().Undefined();
  }
  Path path;
  if (!path.Read(info[1])) return Result(info, -EINVAL);
  struct open_how how = {flags, mode, resolve};
  long fd;
  do {
    fd = syscall(SYS_openat2, directory, path.text(), &how, sizeof(how));
  } while (fd < 0 && errno == EINTR);
  return Result(info, fd < 0 ? -errno : AddonOf(info.Env())->descriptors.Take(static_cast<int>(fd)));
}

// mkdirat(directory, name, mode)
Napi::Value Mkdirat(const Napi::CallbackInfo& info) {
  int directory = -1;
  std::string name;
  uint32_t mode = 0;
  if (!ReadDirectory(info[0], &directory) || !ReadString(info[1], &name) || !ReadUint32(info[2], &mode)) {
    return info.Env().Undefined();
  }
  return Result(info, OrErrno(mkdirat(directory, name.c_str(), mode)));
}

// unlinkat(directory, name, flags)
Napi::Value Unlinkat(const Napi::CallbackInfo& info) {
  int directory = -1;
  std::string name;
  int flags = 0;
  if (!ReadDirectory(info[0], &directory) || !ReadString(info[1], &name) || !ReadInt(info[2], &flags)) {
    return info.Env().Undefined();
  }
  return Result(info, OrErrno(unlinkat(directory, name.c_str(), flags)));
}

// renameat2(oldDirectory, oldName, newDirectory, newName, flags)
Napi::Value Renameat2(const Napi::CallbackInfo& info) {
  int from = -1;
  int to = -1;
  std::string old_name;
  std::string new_name;
  uint32_t flags = 0;
  if (!ReadDirectory(info[0], &from) || !ReadString(info[1], &old_name) || !ReadDirectory(info[2], &to) ||
      !ReadString(info[3], &new_name) || !ReadUint32(info[4], &flags)) {
    return info.Env().Undefined();
  }
  return Result(info, OrErrno(syscall(SYS_renameat2, from, old_name.c_str(), to, new_name.c_str(), flags)));
}

// linkat(oldDirectory, oldName, newDirectory, newName): a symbolic link itself, not its target.
Napi::Value Linkat(const Napi::CallbackInfo& info) {
  int from = -1;
  int to = -1;
  std::string old_name;
  std::string new_name;
  if (!ReadDirectory(info[0], &from) || !ReadString(info[1], &old_name) || !ReadDirectory(info[2], &to) ||
      !ReadString(info[3], &new_name)) {
    return info.Env().Undefined();
  }
  return Result(info, OrErrno(linkat(from, old_name.c_str(), to, new_name.c_str(), 0)));
}

// symlinkat(target, directory, name)
Napi::Value Symlinkat(const Napi::CallbackInfo& info) {
  std::string target;
  int directory = -1;
  std::string name;
  if (!ReadString(info[0], &target) || !ReadDirectory(info[1], &directory) || !ReadString(info[2], &name)) {
    return info.Env().Undefined();
  }
  return Result(info, OrErrno(symlinkat(target.c_str(), directory, name.c_str())));
}

// readlinkat(directory, name, into): bytes written; a full buffer may have been cut.
Napi::Value Readlinkat(const Napi::CallbackInfo& info) {
  int directory = -1;
  std::string name;
  Bytes into;
  if (!ReadDirectory(info[0], &directory) || !ReadString(info[1], &name) || !ReadBytes(info[2], &into)) {
    return info.Env().Undefined();
  }
  return Result(info,
                OrErrno(readlinkat(directory, name.c_str(), reinterpret_cast<char*>(into.data), into.length)));
}

// getdents64(fd, into): bytes of struct linux_dirent64 written, 0 at the end.
Napi::Value Getdents64(const Napi::CallbackInfo& info) {
  int fd = -1;
  Bytes into;
  if (!ReadFd(info[0], &fd) || !ReadBytes(info[1], &into)) return info.Env().Undefined();
  return Result(info, OrErrno(syscall(SYS_getdents64, fd, into.data, into.length)));
}

// flock(fd, operation)
Napi::Value Flock(const Napi::CallbackInfo& info) {
  int fd = -1;
  int operation = 0;
  if (!ReadFd(info[0], &fd) || !ReadInt(info[1], &operation)) return info.Env().Undefined();
  int result;
  do {
    result = flock(fd, operation);
  } while (result < 0 && errno == EINTR);
  return Result(info, OrErrno(result));
}

// mount(source, target, type, flags, data)
Napi::Value Mount(const Napi::CallbackInfo& info) {
  std::string source;
  std::string target;
  std::string type;
  uint32_t flags = 0;
  std::string data;
  if (!ReadString(info[0], &source) || !ReadString(info[1], &target) || !ReadString(info[2], &type) ||
      !ReadUint32(info[3], &flags) || !ReadString(info[4], &data)) {
    return info.Env().Undefined();
  }
  return Result(info, OrErrno(mount(source.c_str(), target.c_str(), type.c_str(), flags, data.c_str())));
}

}  // namespace

void ExportFs(Napi::Env env, Napi::Object exports) {
  exports.Set("openat2", Napi::Function::New<Openat2>(env, "openat2"));
  exports.Set("mkdirat", Napi::Function::New<Mkdirat>(env, "mkdirat"));
  exports.Set("unlinkat", Napi::Function::New<Unlinkat>(env, "unlinkat"));
  exports.Set("renameat2", Napi::Function::New<Renameat2>(env, "renameat2"));
  exports.Set("linkat", Napi::Function::New<Linkat>(env, "linkat"));
  exports.Set("symlinkat", Napi::Function::New<Symlinkat>(env, "symlinkat"));
  exports.Set("readlinkat", Napi::Function::New<Readlinkat>(env, "readlinkat"));
  exports.Set("getdents64", Napi::Function::New<Getdents64>(env, "getdents64"));
  exports.Set("flock", Napi::Function::New<Flock>(env, "flock"));
  exports.Set("mount", Napi::Function::New<Mount>(env, "mount"));
}

}  // namespace bpf_syscall
