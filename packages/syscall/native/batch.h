// Many elements of one map in one call, on any thread: nothing here knows JavaScript.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "identity.h"

namespace bpf_syscall {

// Has to equal src/map/batch-operation.ts.
enum class BatchOperation : uint32_t { kLookup, kTake, kUpdate, kDelete, kWalk, kWalkKeys, kUpdateEach, kDeleteEach };
constexpr uint32_t kLastBatchOperation = static_cast<uint32_t>(BatchOperation::kDeleteEach);

// How far a batch has come; the beginning of what JavaScript keeps (src/map/batch-position.ts). After it come three
// tokens of TokenSize bytes. In batches: the kernel's, and room for its next. In a walk: room for a key, the key to
// read next, and the last key read.
struct BatchState {
  uint32_t count;
  uint32_t phase;
  uint32_t restarts;
  uint32_t unused;
};

constexpr uint32_t kFresh = 0;
constexpr uint32_t kInBatches = 1;
// The walk has read no key before the one to read next; or it has.
constexpr uint32_t kAtKey = 2;
constexpr uint32_t kAfterKey = 3;
constexpr uint32_t kEnded = 4;

struct Batch {
  // Of the map that `identity` tells, held for the length of the call.
  int fd = -1;
  MapIdentity identity = {};
  BatchOperation operation = BatchOperation::kLookup;
  // Of a value as bpf(2) copies it, in bytes.
  size_t value_length = 0;
  uint32_t capacity = 0;
  // Elements from this one to state->count are written or deleted.
  uint32_t from = 0;
  uint64_t flags = 0;
  // Of `capacity` elements.
  uint8_t* keys = nullptr;
  uint8_t* values = nullptr;
  BatchState* state = nullptr;

  size_t TokenSize() const { return identity.key_size > 8 ? (identity.key_size + 7) & ~size_t{7} : 8; }
  size_t StateSize() const { return sizeof(BatchState) + 3 * TokenSize(); }
  uint8_t* Token(size_t index) const { return reinterpret_cast<uint8_t*>(state + 1) + index * TokenSize(); }
  uint8_t* Key(size_t index) const { return keys + index * identity.key_size; }
  uint8_t* Value(size_t index) const { return values + index * value_length; }
  bool Reads() const {
    return operation == BatchOperation::kLookup || operation == BatchOperation::kTake || Walks();
  }
  bool Walks() const { return operation == BatchOperation::kWalk || operation == BatchOperation::kWalkKeys; }
};

// Does what `operation` says if `fd` is the map's: 0 or -errno; EBADF if it is another's.
long RunBatch(const Batch& batch);

// kWalk and kWalkKeys.
long Walk(const Batch& batch);

}  // namespace bpf_syscall
