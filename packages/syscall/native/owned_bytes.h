// Bytes of a call's own, where JavaScript's may be changed, detached or freed meanwhile.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

namespace bpf_syscall {

class OwnedBytes {
 public:
  OwnedBytes() = default;
  ~OwnedBytes() { free(data_); }
  OwnedBytes(const OwnedBytes&) = delete;
  OwnedBytes& operator=(const OwnedBytes&) = delete;

  // `size` zeroes instead of what there was. False, and nothing has changed, without memory.
  bool Allocate(size_t size) {
    void* made = size == 0 ? nullptr : calloc(1, size);
    if (made == nullptr && size != 0) return false;
    free(data_);
    data_ = static_cast<uint8_t*>(made);
    size_ = size;
    return true;
  }

  bool Copy(const Bytes& from) {
    if (!Allocate(from.length)) return false;
    if (from.length > 0) memcpy(data_, from.data, from.length);
    return true;
  }

  // Null for no bytes, which bpf(2) reads as "absent".
  uint8_t* data() const { return data_; }
  uint64_t address() const { return reinterpret_cast<uint64_t>(data_); }
  size_t size() const { return size_; }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace bpf_syscall
