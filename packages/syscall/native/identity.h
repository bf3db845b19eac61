// Which map a descriptor means. The kernel is told addresses without lengths and takes the lengths from the map: they
// are compared with those of the very map that a call acts on.
#pragma once

#include <stdint.h>

namespace bpf_syscall {

// The beginning of struct bpf_map_info, which every kernel has that has it at all.
struct MapIdentity {
  uint32_t type, id, key_size, value_size;
};

// 0, or -errno; EINVAL for what is no object of BPF. Another kind of object has another struct: ask for maps only.
long ReadIdentity(int map_fd, MapIdentity* out);

// 0 if `map_fd` is the expected map's, -ESTALE if it is something else's, or -errno.
long CompareIdentity(int map_fd, const MapIdentity& expected);

// A second descriptor of the same file for the length of one call: whoever closes the first meanwhile cannot make the
// checked number mean another map. With no descriptor left in the process it is the first itself.
class Held {
 public:
  explicit Held(int fd);
  ~Held();
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  int number() const { return copy_ >= 0 ? copy_ : fd_; }
  bool is_copy() const { return copy_ >= 0; }

 private:
  int fd_;
  int copy_;
};

}  // namespace bpf_syscall
