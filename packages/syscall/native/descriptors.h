// The file descriptors that one environment owns: 3 or above, close-on-exec, closed with it.
#pragma once

#include <stddef.h>

#include <vector>

namespace bpf_syscall {

class Descriptors {
 public:
  // Owns `fd`, a fresh descriptor; moves it to 3 or above. The number, or -errno with `fd` closed.
  int Take(int fd);

  void Own(int fd);
  bool Owns(int fd) const { return fd >= 0 && static_cast<size_t>(fd) < owned_.size() && owned_[fd]; }

  // Leaves the descriptor open, as somebody else's. False when it was not owned.
  bool Disown(int fd);

  // 0, or -errno; EBADF for one that is not owned. It is gone even if the kernel reports an error.
  int Close(int fd);

  void CloseAll();

 private:
  // By number.
  std::vector<bool> owned_;
};

}  // namespace bpf_syscall
