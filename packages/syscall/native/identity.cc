#include "identity.h"

#include <fcntl.h>
#include <string.h>

#include "bpf.h"

namespace bpf_syscall {

long ReadIdentity(int map_fd, MapIdentity* out) {
  union bpf_attr attr;
  memset(&attr, 0, sizeof(attr));
  attr.info.bpf_fd = static_cast<uint32_t>(map_fd);
  attr.info.info_len = sizeof(*out);
  attr.info.info = reinterpret_cast<uint64_t>(out);
  *out = {};
  return Bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr.info));
}

long CompareIdentity(int map_fd, const MapIdentity& expected) {
  MapIdentity found;
  long result = ReadIdentity(map_fd, &found);
  // What this command says of a number that is closed.
  if (result == -EBADFD) return -EBADF;
  // EINVAL: no object of BPF any more. Another kind of object has another struct, and the command refuses it.
  if (result < 0) return result == -EINVAL ? -ESTALE : result;
  return memcmp(&found, &expected, sizeof(found)) == 0 ? 0 : -ESTALE;
}

Held::Held(int fd) : fd_(fd), copy_(fcntl(fd, F_DUPFD_CLOEXEC, 3)) {}

Held::~Held() {
  if (copy_ >= 0) close(copy_);
}

}  // namespace bpf_syscall
