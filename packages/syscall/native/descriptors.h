// The file descriptors that one environment owns: 3 or above, close-on-exec, closed with it.
#pragma once

#include <atomic>

namespace bpf_syscall {

// Numbers belong to the process, so that the owner of each is known to all threads: who gets a number from the kernel
// is its owner, and another environment that believed to have it lost it to somebody who closed it.
class Descriptors {
 public:
  // Who owns a number, if anybody.
  using Owner = std::atomic<const Descriptors*>;

  // Of a number that was owned once; null for others.
  static const Owner* OwnerOf(int fd);

  // Owns `fd`, a fresh descriptor; moves it to 3 or above. The number, or -errno with `fd` closed.
  int Take(int fd);

  // Owns `fd` unless an environment, this one included, does. False then.
  bool Claim(int fd);

  // Owns `fd` from now on instead of `before`. False if that did not.
  bool TakeFrom(const Descriptors& before, int fd);

  bool Owns(int fd) const;

  // Leaves the descriptor open, as somebody else's. False when it was not owned.
  bool Disown(int fd);

  // 0, or -errno; EBADF for one that is not owned. It is gone even if the kernel reports an error.
  int Close(int fd);

  void CloseAll();

 private:
  void Saw(int fd) {
    if (fd > highest_) highest_ = fd;
  }

  // The highest number ever owned.
  int highest_ = -1;
};

}  // namespace bpf_syscall
