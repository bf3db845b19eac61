// The producer's side of kernel/bpf/ringbuf.c in user space, over memory that native/ring_memory.h can adopt, so that
// sanitizers see both sides.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <mutex>

#define CHECK(condition)                                                     \
  do {                                                                       \
    if (!(condition)) {                                                      \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);        \
      _exit(1);                                                              \
    }                                                                        \
  } while (0)

namespace model {

constexpr uint32_t kBusy = 1U << 31;
constexpr uint32_t kDiscard = 1U << 30;

class Ring {
 public:
  explicit Ring(size_t size) : size(size), page(static_cast<size_t>(sysconf(_SC_PAGESIZE))) {
    int fd = memfd_create("ring", MFD_CLOEXEC);
    CHECK(fd >= 0 && ftruncate(fd, static_cast<off_t>(2 * page + size)) == 0);
    consumer = Map(nullptr, page, fd, 0, 0);
    // With a page behind it that nobody may touch.
    producer = static_cast<uint8_t*>(
        mmap(nullptr, 2 * page + 2 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    Map(producer, page + size, fd, page, MAP_FIXED);
    Map(producer + page + size, size, fd, 2 * page, MAP_FIXED);
    close(fd);
    wakes = eventfd(0, EFD_CLOEXEC);
    CHECK(wakes >= 0);
  }

  unsigned long* consumer_position() { return reinterpret_cast<unsigned long*>(consumer); }
  unsigned long* producer_position() { return reinterpret_cast<unsigned long*>(producer); }
  uint8_t* data() { return producer + page; }

  // __bpf_ringbuf_reserve; null where there is no room.
  uint32_t* Reserve(uint32_t length) {
    unsigned long whole = (length + 8UL + 7) & ~7UL;
    unsigned long seen = __atomic_load_n(consumer_position(), __ATOMIC_ACQUIRE);
    std::lock_guard<std::mutex> lock(mutex_);
    unsigned long at = *producer_position();
    if (at + whole - seen > size - 1) return nullptr;
    uint32_t* header = reinterpret_cast<uint32_t*>(data() + (at & (size - 1)));
    __atomic_store_n(header, length | kBusy, __ATOMIC_RELAXED);
    __atomic_store_n(producer_position(), at + whole, __ATOMIC_RELEASE);
    return header;
  }

  // bpf_ringbuf_commit
  void Commit(uint32_t* header, bool discard) {
    uint32_t length = __atomic_load_n(header, __ATOMIC_RELAXED) ^ kBusy;
    __atomic_exchange_n(header, length | (discard ? kDiscard : 0), __ATOMIC_SEQ_CST);
    size_t place = static_cast<size_t>(reinterpret_cast<uint8_t*>(header) - data());
    if ((__atomic_load_n(consumer_position(), __ATOMIC_ACQUIRE) & (size - 1)) == place) Wake();
  }

  void Wake() {
    uint64_t one = 1;
    CHECK(write(wakes, &one, sizeof(one)) == sizeof(one));
  }

  const size_t size;
  const size_t page;
  uint8_t* consumer;
  uint8_t* producer;
  // Stands for the map's descriptor in epoll.
  int wakes;

 private:
  static uint8_t* Map(void* at, size_t length, int fd, size_t offset, int flags) {
    void* memory =
        mmap(at, length, PROT_READ | PROT_WRITE, MAP_SHARED | flags, fd, static_cast<off_t>(offset));
    CHECK(memory != MAP_FAILED);
    return static_cast<uint8_t*>(memory);
  }

  std::mutex mutex_;
};

}  // namespace model
