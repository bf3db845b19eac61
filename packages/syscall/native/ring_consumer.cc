#include "ring_consumer.h"

#include <errno.h>
#include <string.h>

#include <new>

namespace bpf_syscall {

long RingConsumer::SetMost(uint32_t most) {
  ends_.reset(new (std::nothrow) RingPosition[most]);
  most_ = ends_ == nullptr ? 0 : most;
  return ends_ == nullptr ? -ENOMEM : 0;
}

long RingConsumer::Take(RingMemory* ring, uint8_t* bytes, size_t room, uint32_t* offsets, size_t* needed) {
  long result = Finish(ring);
  count_ = 0;
  given_back_ = 0;
  if (result < 0) return result;

  // From where it is, not from where we left it: another reader may have been at work between two of our batches.
  position_ = ring->consumer();
  end_ = position_;
  RingPosition producer = ring->producer();
  if (!ring->Plausible(position_, producer)) return -EBADMSG;

  size_t used = 0;
  offsets[0] = 0;
  while (end_ != producer && count_ < most_) {
    RingRecord record = ring->RecordAt(end_, producer);
    if (record.state == RingRecord::kBusy) break;
    if (record.state == RingRecord::kDamaged) {
      if (count_ == 0) return -EBADMSG;
      break;
    }
    if (record.state == RingRecord::kCommitted) {
      if (record.length > room - used) {
        if (count_ > 0) break;
        *needed = record.length;
        return -EMSGSIZE;
      }
      memcpy(bytes + used, record.bytes, record.length);
      used += record.length;
      ends_[count_++] = record.end;
      offsets[count_] = static_cast<uint32_t>(used);
    }
    end_ = record.end;
  }
  // Nothing but discarded records: nobody will give them back.
  if (count_ == 0 && end_ != position_) {
    result = MoveTo(ring, end_);
    if (result < 0) return result;
  }
  return count_;
}

long RingConsumer::Advance(RingMemory* ring, uint32_t count) {
  if (count > count_) return -EINVAL;
  if (count <= given_back_) return 0;
  given_back_ = count;
  // Behind the last record there may be discarded ones.
  return MoveTo(ring, count == count_ ? end_ : ends_[count - 1]);
}

long RingConsumer::MoveTo(RingMemory* ring, RingPosition to) {
  if (ring->MoveConsumer(position_, to)) {
    position_ = to;
    return 0;
  }
  count_ = 0;
  given_back_ = 0;
  return -EBUSY;
}

}  // namespace bpf_syscall
