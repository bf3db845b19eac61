// bpf(2) itself.
#pragma once

#include <errno.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace bpf_syscall {

// The result, or -errno.
inline long Bpf(uint32_t command, void* attr, size_t size) {
  long result = syscall(SYS_bpf, command, attr, static_cast<uint32_t>(size));
  return result < 0 ? -errno : result;
}

}  // namespace bpf_syscall
