// What user space maps of a BPF_MAP_TYPE_RINGBUF: a page with the consumer's position, which it writes; a page with the
// producer's position and the data, read-only and twice in a row, so that no record wraps. Linux 5.8.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace bpf_syscall {

// Bytes since the map was made; in the kernel an unsigned long as well. The place in the data is its remainder.
using RingPosition = unsigned long;

struct RingRecord {
  enum State {
    // Its program has not submitted it yet.
    kBusy,
    kCommitted,
    // Reserved, and given up by its program.
    kDiscarded,
    // A length that no record at this position can have.
    kDamaged,
  };
  State state;
  // Valid until the consumer's position is moved past it.
  const uint8_t* bytes;
  uint32_t length;
  // Where the next record begins.
  RingPosition end;
};

// Safe to read from any thread. Every length that comes out of the memory is checked against what is mapped.
class RingMemory {
 public:
  RingMemory() = default;
  ~RingMemory();
  RingMemory(const RingMemory&) = delete;
  RingMemory& operator=(const RingMemory&) = delete;

  // Maps the ring of a map that `fd` refers to, of the size that the kernel tells. 0, or -errno: EINVAL for another
  // kind of map, EOPNOTSUPP for one whose producer overwrites (BPF_F_RB_OVERWRITE); of mmap EACCES for a descriptor that
  // may not read and write, EPERM for a frozen map.
  long Map(int fd);

  // Memory that is mapped already, `size` bytes of data after the producer's page; it is unmapped with this object.
  void Adopt(void* consumer_page, void* producer_page, size_t page, size_t size);

  void Unmap();

  RingPosition consumer() const;
  RingPosition producer() const;

  // False where somebody else has moved it away from `from`.
  bool MoveConsumer(RingPosition from, RingPosition to);

  // Whether the positions can be those of a ring of this size.
  bool Plausible(RingPosition consumer, RingPosition producer) const;

  // The record at a position below `producer`.
  RingRecord RecordAt(RingPosition at, RingPosition producer) const;

  // Whether there is at `at` what a consumer that came so far has to look at: anything but an end or a busy record.
  bool Ready(RingPosition at) const;

  size_t size() const { return size_; }

 private:
  uint8_t* consumer_page_ = nullptr;
  uint8_t* producer_page_ = nullptr;
  size_t page_ = 0;
  // Of the data, once: a power of two.
  size_t size_ = 0;
};

}  // namespace bpf_syscall
