// Objects of one environment that JavaScript knows by number, as it knows descriptors.
#pragma once

#include <stddef.h>

#include <memory>
#include <utility>
#include <vector>

namespace bpf_syscall {

template <typename T>
class Numbered {
 public:
  int Add(std::unique_ptr<T> object) {
    if (free_.empty()) {
      objects_.push_back(std::move(object));
      return static_cast<int>(objects_.size() - 1);
    }
    int number = free_.back();
    free_.pop_back();
    objects_[static_cast<size_t>(number)] = std::move(object);
    return number;
  }

  // Null for a number that nothing has.
  T* Find(int number) const {
    // A negative number is a large one here.
    size_t index = static_cast<unsigned>(number);
    return index < objects_.size() ? objects_[index].get() : nullptr;
  }

  std::unique_ptr<T> Remove(int number) {
    if (Find(number) == nullptr) return nullptr;
    free_.push_back(number);
    return std::move(objects_[static_cast<size_t>(number)]);
  }

  void Clear() {
    objects_.clear();
    free_.clear();
  }

 private:
  std::vector<std::unique_ptr<T>> objects_;
  std::vector<int> free_;
};

}  // namespace bpf_syscall
