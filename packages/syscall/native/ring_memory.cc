#include "ring_memory.h"

#include <string.h>
#include <sys/mman.h>

#include "bpf.h"

namespace bpf_syscall {

namespace {

// Numbers of the ABI that headers older than Linux 5.8 (6.19 for the flag) lack.
constexpr uint32_t kMapTypeRingbuf = 27;
constexpr uint32_t kOverwrite = 1U << 19;

// include/uapi/linux/bpf.h: BPF_RINGBUF_BUSY_BIT, BPF_RINGBUF_DISCARD_BIT, BPF_RINGBUF_HDR_SZ
constexpr uint32_t kBusyBit = 1U << 31;
constexpr uint32_t kDiscardBit = 1U << 30;
constexpr uint64_t kHeader = 8;

// The beginning of struct bpf_map_info.
struct MapShape {
  uint32_t type, id, key_size, value_size, max_entries, map_flags;
};

long ReadShape(int fd, MapShape* shape) {
  union bpf_attr attr;
  memset(&attr, 0, sizeof(attr));
  attr.info.bpf_fd = static_cast<uint32_t>(fd);
  attr.info.info_len = sizeof(*shape);
  attr.info.info = reinterpret_cast<uint64_t>(shape);
  return Bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr.info));
}

// smp_load_acquire: nothing that the kernel wrote before this value can be missed by later loads.
template <typename T>
T LoadAcquire(const uint8_t* from) {
  return __atomic_load_n(reinterpret_cast<const T*>(from), __ATOMIC_ACQUIRE);
}

}  // namespace

RingMemory::~RingMemory() { Unmap(); }

long RingMemory::Map(int fd) {
  MapShape shape = {};
  long result = ReadShape(fd, &shape);
  if (result < 0) return result;
  size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  size_t size = shape.max_entries;
  if (shape.type != kMapTypeRingbuf || size < page || (size & (size - 1)) != 0) return -EINVAL;
  if ((shape.map_flags & kOverwrite) != 0) return -EOPNOTSUPP;
  if (size > (SIZE_MAX - page) / 2) return -E2BIG;

  void* consumer = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (consumer == MAP_FAILED) return -errno;
  void* producer = mmap(nullptr, page + 2 * size, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(page));
  if (producer == MAP_FAILED) {
    int error = errno;
    munmap(consumer, page);
    return -error;
  }
  Adopt(consumer, producer, page, size);
  return 0;
}

void RingMemory::Adopt(void* consumer_page, void* producer_page, size_t page, size_t size) {
  consumer_page_ = static_cast<uint8_t*>(consumer_page);
  producer_page_ = static_cast<uint8_t*>(producer_page);
  page_ = page;
  size_ = size;
}

void RingMemory::Unmap() {
  if (consumer_page_ == nullptr) return;
  munmap(consumer_page_, page_);
  munmap(producer_page_, page_ + 2 * size_);
  consumer_page_ = nullptr;
  producer_page_ = nullptr;
}

RingPosition RingMemory::consumer() const { return LoadAcquire<RingPosition>(consumer_page_); }

RingPosition RingMemory::producer() const { return LoadAcquire<RingPosition>(producer_page_); }

bool RingMemory::MoveConsumer(RingPosition from, RingPosition to) {
  // Sequentially consistent: the kernel wakes us only if it sees this position before it looks whether to wake, so the
  // record that comes next must not be looked at before.
  return __atomic_compare_exchange_n(reinterpret_cast<RingPosition*>(consumer_page_), &from, to, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}

bool RingMemory::Plausible(RingPosition consumer, RingPosition producer) const {
  return producer - consumer <= size_ && consumer % kHeader == 0 && producer % kHeader == 0;
}

RingRecord RingMemory::RecordAt(RingPosition at, RingPosition producer) const {
  const uint8_t* header = producer_page_ + page_ + (at & (size_ - 1));
  uint32_t word = LoadAcquire<uint32_t>(header);
  if ((word & kBusyBit) != 0) return {RingRecord::kBusy, nullptr, 0, at};
  uint32_t length = word & ~(kBusyBit | kDiscardBit);
  uint64_t whole = (kHeader + length + 7) & ~uint64_t{7};
  if (whole > producer - at) return {RingRecord::kDamaged, nullptr, 0, at};
  RingRecord::State state = (word & kDiscardBit) != 0 ? RingRecord::kDiscarded : RingRecord::kCommitted;
  return {state, header + kHeader, length, at + static_cast<RingPosition>(whole)};
}

bool RingMemory::Ready(RingPosition at) const {
  if (producer() == at) return false;
  const uint8_t* header = producer_page_ + page_ + (at & (size_ - 1) & ~(kHeader - 1));
  return (LoadAcquire<uint32_t>(header) & kBusyBit) == 0;
}

}  // namespace bpf_syscall
