// A walk from key to key, for types of maps without batches.
//
// GET_NEXT_KEY of a key that is not in the map (any more) is the first key in most types: the walk would begin again
// without a sign of it. So the value of a key is read after its successor: a key that has a value was there when the
// kernel answered, unless it was deleted and set again meanwhile. That takes no more calls than the other way round.
#include <string.h>

#include "batch.h"
#include "element_call.h"

namespace bpf_syscall {

namespace {

constexpr uint32_t kMaxRestarts = 1000;
// How many of the keys read last are tried when the one to read next is gone.
constexpr uint32_t kMaxBack = 16;

class Walker {
 public:
  explicit Walker(const Batch& batch)
      : batch_(batch),
        state_(*batch.state),
        successor_(batch.Token(0)),
        current_(batch.Token(1)),
        last_(batch.Token(2)),
        indexed_(IsIndexed(batch.identity.type)) {}

  long Run() {
    state_.count = 0;
    if (state_.phase == kEnded) return -ENOENT;
    if (state_.phase == kInBatches) return -EINVAL;
    if (state_.phase == kFresh) {
      long result = Begin();
      if (result < 0) return End(result);
    }
    // So that one call ends, whatever others do to the map and however many slots of an array are empty.
    uint64_t steps = uint64_t{2} * batch_.capacity + 1024;
    while (state_.count < batch_.capacity && steps-- > 0) {
      long result = Step();
      if (result < 0) return End(result);
    }
    return 0;
  }

 private:
  // Types whose keys are all indices below max_entries, whether or not there is a value.
  static bool IsIndexed(uint32_t type) {
    switch (type) {
      case BPF_MAP_TYPE_ARRAY:
      case BPF_MAP_TYPE_PROG_ARRAY:
      case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
      case BPF_MAP_TYPE_PERCPU_ARRAY:
      case BPF_MAP_TYPE_CGROUP_ARRAY:
      case BPF_MAP_TYPE_ARRAY_OF_MAPS:
      case BPF_MAP_TYPE_DEVMAP:
      case BPF_MAP_TYPE_SOCKMAP:
      case BPF_MAP_TYPE_CPUMAP:
      case BPF_MAP_TYPE_XSKMAP:
      case BPF_MAP_TYPE_REUSEPORT_SOCKARRAY:
        return true;
      default:
        return false;
    }
  }

  long Next(const uint8_t* key, uint8_t* next) { return ElementCall(BPF_MAP_GET_NEXT_KEY, batch_.fd, key, next, 0); }

  // Whether a key is there; its value goes to the place of the next element.
  long Lookup(const uint8_t* key) {
    long result = ElementCall(BPF_MAP_LOOKUP_ELEM, batch_.fd, key, batch_.Value(state_.count), batch_.flags);
    bool keys_only = batch_.operation == BatchOperation::kWalkKeys;
    return keys_only && result != -ENOENT ? 0 : result;
  }

  long Begin() {
    long result = Next(nullptr, current_);
    if (result == 0) state_.phase = kAtKey;
    return result;
  }

  long End(long result) {
    if (result == -ENOENT) state_.phase = kEnded;
    return result;
  }

  // Reads the current key's value and goes on to its successor.
  long Step() {
    long next = Next(current_, successor_);
    if (next < 0 && next != -ENOENT) return next;
    long found = Lookup(current_);
    if (found == -ENOENT && !indexed_) return FindWay();
    if (found < 0 && found != -ENOENT) return found;
    if (found == 0) {
      memcpy(batch_.Key(state_.count), current_, batch_.identity.key_size);
      memcpy(last_, current_, batch_.identity.key_size);
      state_.phase = kAfterKey;
      state_.count++;
    }
    if (next == 0) memcpy(current_, successor_, batch_.identity.key_size);
    return next;
  }

  // The current key is gone, so its successor may be the first key: goes on after a key that is there still.
  long FindWay() {
    uint32_t back = 0;
    for (; back < state_.count && back < kMaxBack; back++) {
      bool there = false;
      long result = GoAfter(batch_.Key(state_.count - 1 - back), &there);
      if (there || result < 0) return result;
    }
    if (back == 0 && state_.phase == kAfterKey) {
      bool there = false;
      long result = GoAfter(last_, &there);
      if (there || result < 0) return result;
    }
    if (state_.restarts >= kMaxRestarts) return -ELOOP;
    state_.restarts++;
    return Begin();
  }

  long GoAfter(const uint8_t* key, bool* there) {
    long next = Next(key, successor_);
    if (next < 0 && next != -ENOENT) return next;
    long found = Lookup(key);
    if (found == -ENOENT) return 0;
    if (found < 0) return found;
    *there = true;
    if (next == 0) memcpy(current_, successor_, batch_.identity.key_size);
    return next;
  }

  const Batch& batch_;
  BatchState& state_;
  uint8_t* const successor_;
  uint8_t* const current_;
  uint8_t* const last_;
  const bool indexed_;
};

}  // namespace

long Walk(const Batch& batch) { return Walker(batch).Run(); }

}  // namespace bpf_syscall
