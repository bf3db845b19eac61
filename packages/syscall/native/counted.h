// What several hold, and the last one frees. Not std::shared_ptr, which needs a newer C library than Node.js 20 does
// (__libc_single_threaded, glibc 2.32).
#pragma once

#include <atomic>

namespace bpf_syscall {

class Counted {
 public:
  void Hold() { holders_.fetch_add(1, std::memory_order_relaxed); }
  void Release() {
    if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

 protected:
  Counted() = default;
  virtual ~Counted() = default;
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  // Who makes one holds it.
  std::atomic<int> holders_{1};
};

// One hold.
template <typename T>
class Holder {
 public:
  explicit Holder(T* object = nullptr) : object_(object) {}
  ~Holder() { Reset(nullptr); }
  Holder(Holder&& other) noexcept : object_(other.object_) { other.object_ = nullptr; }
  Holder& operator=(Holder&& other) noexcept {
    T* object = other.object_;
    other.object_ = nullptr;
    Reset(object);
    return *this;
  }

  T* get() const { return object_; }
  T* operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  void Reset(T* object) {
    if (object_ != nullptr) object_->Release();
    object_ = object;
  }

  T* object_;
};

}  // namespace bpf_syscall
