// The process and the machine: page size, size of the descriptor table.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace bpf_syscall {

namespace {

Napi::Value PageSize(const Napi::CallbackInfo& info) {
  return Result(info, static_cast<double>(sysconf(_SC_PAGESIZE)));
}

// growFdTable(count): makes room for `count` more descriptors in one step, within RLIMIT_NOFILE. 0 or -errno.
Napi::Value GrowFdTable(const Napi::CallbackInfo& info) {
  uint32_t count = 0;
  if (!ReadUint32(info[0], &count)) return info.Env().Undefined();
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return Result(info, -errno);
  int lowest = eventfd(0, EFD_CLOEXEC);
  if (lowest < 0) return Result(info, -errno);
  uint64_t highest = static_cast<uint64_t>(lowest) + count;
  if (highest >= limit.rlim_cur) highest = limit.rlim_cur - 1;
  if (highest > INT_MAX) highest = INT_MAX;
  int fd = fcntl(lowest, F_DUPFD_CLOEXEC, static_cast<int>(highest));
  int error = fd < 0 ? errno : 0;
  if (fd >= 0) close(fd);
  close(lowest);
  return Result(info, -error);
}

}  // namespace

void ExportSystem(Napi::Env env, Napi::Object exports) {
  exports.Set("pageSize", Napi::Function::New<PageSize>(env, "pageSize"));
  exports.Set("growFdTable", Napi::Function::New<GrowFdTable>(env, "growFdTable"));
}

}  // namespace bpf_syscall
