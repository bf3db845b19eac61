// For a build with AddressSanitizer, which does not see what the kernel reads and writes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace bpf_syscall {

// Reports, and ends the process, if any byte that a system call is about to use is not allocated. Nothing in other
// builds.
inline void AssertAddressable([[maybe_unused]] const void* data, [[maybe_unused]] size_t size) {
#ifdef __SANITIZE_ADDRESS__
  void* bad = __asan_region_is_poisoned(const_cast<void*>(data), size);
  if (bad != nullptr) __asan_report_error(nullptr, nullptr, nullptr, bad, 1, size);
#endif
}

}  // namespace bpf_syscall
