#include "duplicates.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

namespace bpf_syscall {

Duplicates::~Duplicates() {
  for (auto [first, second] : made_) close(second);
}

int Duplicates::Of(int fd) {
  for (auto [first, second] : made_) {
    if (first == fd) return second;
  }
  int second = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (second < 0) return -errno;
  made_.emplace_back(fd, second);
  return second;
}

}  // namespace bpf_syscall
