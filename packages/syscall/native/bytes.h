// Memory that belongs to somebody else.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace bpf_syscall {

struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

// Numbers of 32 bits.
struct Words {
  uint32_t* data = nullptr;
  size_t count = 0;
};

}  // namespace bpf_syscall
