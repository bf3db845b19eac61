#include "batch.h"

#include <string.h>

#include "addressable.h"
#include "element_call.h"

namespace bpf_syscall {

namespace {

constexpr uint32_t kLookupBatch = 24;
constexpr uint32_t kLookupAndDeleteBatch = 25;
constexpr uint32_t kUpdateBatch = 26;
constexpr uint32_t kDeleteBatch = 27;

// The part of union bpf_attr for batches.
struct BatchAttr {
  uint64_t in_batch, out_batch, keys, values;
  uint32_t count, map_fd;
  uint64_t elem_flags, flags;
};

uint64_t Address(const void* pointer) { return reinterpret_cast<uint64_t>(pointer); }

// What no token begins with: it is the number of a bucket or index, or a key of a trie, whose prefix length is first.
constexpr uint32_t kNoToken = 0xffffffff;

long Read(const Batch& batch, uint32_t command) {
  BatchState* state = batch.state;
  state->count = 0;
  if (state->phase == kEnded) return -ENOENT;
  if (state->phase != kFresh && state->phase != kInBatches) return -EINVAL;
  uint8_t* token = batch.Token(0);
  uint8_t* next_token = batch.Token(1);
  memcpy(next_token, &kNoToken, sizeof(kNoToken));
  BatchAttr attr = {};
  attr.in_batch = state->phase == kFresh ? 0 : Address(token);
  attr.out_batch = Address(next_token);
  attr.keys = Address(batch.keys);
  attr.values = Address(batch.values);
  attr.count = batch.capacity;
  attr.map_fd = static_cast<uint32_t>(batch.fd);
  attr.elem_flags = batch.flags;
  long result = Bpf(command, &attr, sizeof(attr));
  // Where the kernel refuses at once it leaves the count as it was given; where it fails on the way (no memory, a
  // bucket that does not fit, elements that keep vanishing) it may have read some, and says where it stands.
  bool moved = result == 0 || memcmp(next_token, &kNoToken, sizeof(kNoToken)) != 0;
  if (!moved && result != -ENOENT) return result;
  state->count = attr.count < batch.capacity ? attr.count : batch.capacity;
  memcpy(token, next_token, batch.TokenSize());
  state->phase = result == -ENOENT ? kEnded : kInBatches;
  return result;
}

long Write(const Batch& batch, uint32_t command) {
  uint32_t wanted = batch.state->count - batch.from;
  BatchAttr attr = {};
  attr.keys = Address(batch.Key(batch.from));
  attr.values = command == kUpdateBatch ? Address(batch.Value(batch.from)) : 0;
  attr.count = wanted;
  attr.map_fd = static_cast<uint32_t>(batch.fd);
  attr.elem_flags = batch.flags;
  long result = wanted == 0 ? 0 : Bpf(command, &attr, sizeof(attr));
  // After an error the kernel has written how many are done, which is fewer than all; or nothing, and none is.
  uint32_t done = result < 0 && attr.count >= wanted ? 0 : attr.count;
  batch.state->count = batch.from + (done < wanted ? done : wanted);
  return result;
}

long WriteEach(const Batch& batch, uint32_t command) {
  uint32_t end = batch.state->count;
  for (uint32_t i = batch.from; i < end; i++) {
    uint8_t* value = command == BPF_MAP_UPDATE_ELEM ? batch.Value(i) : nullptr;
    long result = ElementCall(command, batch.fd, batch.Key(i), value, batch.flags);
    if (result < 0) {
      batch.state->count = i;
      return result;
    }
  }
  return 0;
}

}  // namespace

long RunBatch(const Batch& batch) {
  long same = CompareIdentity(batch.fd, batch.identity);
  if (same < 0) {
    batch.state->count = batch.Reads() ? 0 : batch.from;
    return same == -ESTALE ? -EBADF : same;
  }
  AssertAddressable(batch.keys, size_t{batch.capacity} * batch.identity.key_size);
  AssertAddressable(batch.values, size_t{batch.capacity} * batch.value_length);
  AssertAddressable(batch.state, batch.StateSize());
  switch (batch.operation) {
    case BatchOperation::kLookup:
      return Read(batch, kLookupBatch);
    case BatchOperation::kTake:
      return Read(batch, kLookupAndDeleteBatch);
    case BatchOperation::kUpdate:
      return Write(batch, kUpdateBatch);
    case BatchOperation::kDelete:
      return Write(batch, kDeleteBatch);
    case BatchOperation::kUpdateEach:
      return WriteEach(batch, BPF_MAP_UPDATE_ELEM);
    case BatchOperation::kDeleteEach:
      return WriteEach(batch, BPF_MAP_DELETE_ELEM);
    case BatchOperation::kWalk:
    case BatchOperation::kWalkKeys:
      return Walk(batch);
  }
  return -EINVAL;
}

}  // namespace bpf_syscall
