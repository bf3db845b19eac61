// Copies records out of a ring, and gives their room back to the producer when they are done with.
#pragma once

#include <memory>

#include "ring_memory.h"

namespace bpf_syscall {

// For one thread. Records that were taken and not given back stay in the ring: for whoever reads it next.
class RingConsumer {
 public:
  // Records that one batch may have; 0, or -ENOMEM.
  long SetMost(uint32_t most);

  // Gives back the whole batch before, then copies committed records one behind the other, as many as fit into `room`
  // bytes. Record i is from offsets[i] to offsets[i + 1]; `offsets` has room for one more than `most` of SetMost.
  // The number of records, 0 if none is there, or -errno: EMSGSIZE where the first has more bytes than fit, which are
  // then in `needed`; EBUSY and EBADMSG as below, EBADMSG also where a length cannot be.
  long Take(RingMemory* ring, uint8_t* bytes, size_t room, uint32_t* offsets, size_t* needed);

  // Gives back what is left of the last batch; see Advance.
  long Finish(RingMemory* ring) { return Advance(ring, count_); }

  // Gives back the first `count` records of the last batch. 0, or -errno: EINVAL for more than it has, EBUSY where
  // somebody else has moved the consumer's position meanwhile (the batch is not ours to give back then), EBADMSG where
  // the positions cannot be those of this ring.
  long Advance(RingMemory* ring, uint32_t count);

  uint32_t most() const { return most_; }

 private:
  long MoveTo(RingMemory* ring, RingPosition to);

  std::unique_ptr<RingPosition[]> ends_;
  uint32_t most_ = 0;
  uint32_t count_ = 0;
  uint32_t given_back_ = 0;
  // Where the consumer's position is, as far as we moved it; where it will be after the batch.
  RingPosition position_ = 0;
  RingPosition end_ = 0;
};

}  // namespace bpf_syscall
