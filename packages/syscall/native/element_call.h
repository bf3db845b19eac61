// The commands of bpf(2) on one element.
#pragma once

#include <stddef.h>

#include "bpf.h"

namespace bpf_syscall {

// The part of union bpf_attr for commands on elements. GET_NEXT_KEY writes the key to `value`.
struct ElementAttr {
  uint32_t map_fd;
  uint32_t unused;
  uint64_t key, value, flags;
};

// LOOKUP, UPDATE, DELETE, LOOKUP_AND_DELETE or GET_NEXT_KEY, without any check: the result, or -errno.
inline long ElementCall(uint32_t command, int map_fd, const void* key, void* value, uint64_t flags) {
  ElementAttr attr = {static_cast<uint32_t>(map_fd), 0, reinterpret_cast<uint64_t>(key),
                      reinterpret_cast<uint64_t>(value), flags};
  // DELETE and GET_NEXT_KEY refuse attributes that go on after what they take.
  size_t size = command == BPF_MAP_DELETE_ELEM    ? offsetof(ElementAttr, value)
                : command == BPF_MAP_GET_NEXT_KEY ? offsetof(ElementAttr, flags)
                                                  : sizeof(attr);
  return Bpf(command, &attr, size);
}

}  // namespace bpf_syscall
