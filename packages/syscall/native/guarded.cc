#include "guarded.h"

#include <sys/mman.h>
#include <unistd.h>

namespace bpf_syscall {

namespace {

size_t PageSize() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

bool Guarded::Reserve(size_t size) {
  if (size <= size_) return true;
  size_t page = PageSize();
  if (size > SIZE_MAX - 2 * page) return false;
  size_t usable = (size + page - 1) / page * page;
  void* made = mmap(nullptr, usable + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (made == MAP_FAILED) return false;
  if (mprotect(made, usable, PROT_READ | PROT_WRITE) < 0) {
    munmap(made, usable + page);
    return false;
  }
  Free();
  data_ = static_cast<uint8_t*>(made);
  size_ = usable;
  return true;
}

void Guarded::Free() {
  if (data_ != nullptr) munmap(data_, size_ + PageSize());
  data_ = nullptr;
  size_ = 0;
}

}  // namespace bpf_syscall
