// One map as a MapElements of JavaScript has it: a descriptor of its own, and the buffer that both share.
#pragma once

#include <node_api.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "counted.h"
#include "descriptors.h"
#include "identity.h"

namespace bpf_syscall {

inline size_t RoundUp8(size_t size) { return (size + 7) & ~static_cast<size_t>(7); }

// Memory of a buffer that is the addon's: it stays when JavaScript detaches the ArrayBuffer over it.
class ElementMemory : public Counted {
 public:
  // Zeroes; null without memory.
  explicit ElementMemory(size_t size) : data_(static_cast<uint8_t*>(calloc(1, size))) {}
  uint8_t* data() const { return data_; }

 private:
  ~ElementMemory() override { free(data_); }

  uint8_t* data_;
};

class MapElements {
 public:
  MapElements(const MapIdentity& identity, uint32_t value_length) : identity(identity), value_length(value_length) {}
  ~MapElements();
  MapElements(const MapElements&) = delete;
  MapElements& operator=(const MapElements&) = delete;

  // Takes `fd` over from `before`.
  bool Take(Descriptors& before, int fd);

  // False once the number was given to something else that any thread's addon owns: somebody had closed it. That one
  // is neither used nor closed.
  bool Owns() const { return owner_ != nullptr && owner_->load(std::memory_order_acquire) == &descriptors_; }

  int fd() const { return fd_; }

  // Makes the ArrayBuffer, once: key, next key, value, each from a multiple of 8. Null without memory.
  napi_value MakeBuffer(napi_env env);

  // Its bytes. Null if there are none, or none any more: JavaScript has detached an ArrayBuffer of V8's.
  uint8_t* Buffer(napi_env env) const { return memory_ ? memory_->data() : BufferOfV8(env); }

  size_t next_key_at() const { return RoundUp8(identity.key_size); }
  size_t value_at() const { return 2 * next_key_at(); }
  // Some types have neither keys nor values; an ArrayBuffer over nothing cannot be told from a detached one.
  size_t buffer_size() const { return value_at() + (value_length == 0 ? 8 : RoundUp8(value_length)); }

  const MapIdentity identity;
  // Of a value as bpf(2) copies it, in bytes: of a per-CPU map all CPUs' together.
  const uint32_t value_length;

 private:
  uint8_t* BufferOfV8(napi_env env) const;

  Descriptors descriptors_;
  int fd_ = -1;
  // Who owns `fd_` now.
  const Descriptors::Owner* owner_ = nullptr;
  // One of the two: memory of the addon's, or an ArrayBuffer that has its own.
  Holder<ElementMemory> memory_;
  napi_env env_ = nullptr;
  napi_ref buffer_ = nullptr;
};

}  // namespace bpf_syscall
