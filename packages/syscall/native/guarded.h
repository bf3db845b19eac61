// Memory with a page after it that nobody may touch.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace bpf_syscall {

// What the kernel copies past the end is EFAULT, however much it is: a call on a map larger than the caller believed
// overwrites nothing else of this process.
class Guarded {
 public:
  Guarded() = default;
  ~Guarded() { Free(); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  // Makes room for `size` bytes; what was there before is gone if it has to grow. False without memory.
  bool Reserve(size_t size);
  void Free();
  uint8_t* data() const { return data_; }
  // The last `size` bytes of the room, right before the page that nobody may touch.
  uint8_t* Last(size_t size) const { return data_ + size_ - size; }

 private:
  uint8_t* data_ = nullptr;
  // Without the guard.
  size_t size_ = 0;
};

}  // namespace bpf_syscall
