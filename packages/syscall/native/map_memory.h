// The memory of a map, mapped to this process: a MapMemory of JavaScript.
#pragma once

#include <node_api.h>
#include <stddef.h>
#include <stdint.h>

#include "counted.h"

namespace bpf_syscall {

// Unmapped when the last holder is gone: the MapMemory, and the ArrayBuffer over it.
class Mapping : public Counted {
 public:
  // Null with errno where mmap(2) refuses. `length` is rounded up to pages.
  static Holder<Mapping> Of(int map_fd, size_t length, bool writable);

  uint8_t* data() const { return data_; }

 private:
  Mapping(uint8_t* data, size_t mapped) : data_(data), mapped_(mapped) {}
  ~Mapping() override;

  uint8_t* data_;
  size_t mapped_;
};

struct MapMemory {
  MapMemory() = default;
  MapMemory(const MapMemory&) = delete;
  MapMemory& operator=(const MapMemory&) = delete;
  Holder<Mapping> mapping;
  // Of the map's elements, in bytes.
  size_t length = 0;
  bool writable = false;
  // Of the ArrayBuffer over the mapping; null until there is one. A read-only mapping never has one, since a store
  // there would be a SIGSEGV.
  napi_env env = nullptr;
  napi_ref buffer = nullptr;

  ~MapMemory() {
    if (buffer != nullptr) napi_delete_reference(env, buffer);
  }
};

}  // namespace bpf_syscall
