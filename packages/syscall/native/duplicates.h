// Second descriptors of the same files, for as long as a call is under way on another thread: closing the first ones
// meanwhile is harmless.
#pragma once

#include <utility>
#include <vector>

namespace bpf_syscall {

class Duplicates {
 public:
  Duplicates() = default;
  ~Duplicates();
  Duplicates(const Duplicates&) = delete;
  Duplicates& operator=(const Duplicates&) = delete;

  // The duplicate of `fd`, one however often it is asked for; or -errno.
  int Of(int fd);

 private:
  // Of each: the first, the second. Few, so that looking through them is as fast as anything.
  std::vector<std::pair<int, int>> made_;
};

}  // namespace bpf_syscall
