// Positions and lengths that no kernel writes: nothing outside the ring is read, nothing outside the caller's room is
// written, and what comes out is either whole records or an error.
//
//   ring-damage ROUNDS SEED
#include <errno.h>

#include <random>
#include <vector>

#include "../../native/ring_consumer.h"
#include "kernel-model.h"

namespace {

// Mostly small, sometimes at a limit, sometimes anything.
uint32_t AnyLength(std::mt19937* random) {
  switch ((*random)() % 6) {
    case 0:
      return static_cast<uint32_t>((*random)());
    case 1:
      return 4096 - (*random)() % 64;
    case 2:
      return model::kDiscard | ((*random)() % 64);
    case 3:
      return model::kBusy | ((*random)() % 64);
    default:
      return (*random)() % 128;
  }
}

unsigned long AnyPosition(std::mt19937* random, unsigned long near) {
  switch ((*random)() % 4) {
    case 0:
      return (static_cast<unsigned long>((*random)()) << 32) | (*random)();
    case 1:
      return near + (*random)() % 8192;
    case 2:
      return near - ((*random)() % 1024) * 8;
    default:
      return near + ((*random)() % 1024) * 8;
  }
}

}  // namespace

int main(int, char** arguments) {
  unsigned long rounds = strtoul(arguments[1], nullptr, 10);
  std::mt19937 random(static_cast<unsigned>(strtoul(arguments[2], nullptr, 10)));
  model::Ring kernel(4096);
  bpf_syscall::RingMemory ring;
  ring.Adopt(kernel.consumer, kernel.producer, kernel.page, kernel.size);
  unsigned long damaged = 0;
  unsigned long taken = 0;
  for (unsigned long round = 0; round < rounds; round++) {
    for (size_t at = 0; at < kernel.size; at += 8) {
      uint32_t header[] = {AnyLength(&random), static_cast<uint32_t>(random())};
      memcpy(kernel.data() + at, header, sizeof(header));
    }
    // Near the end of the counter, too, where it wraps.
    unsigned long near = random() % 8 == 0 ? -2048UL : random();
    *kernel.consumer_position() = random() % 4 == 0 ? AnyPosition(&random, near) : near & ~7UL;
    *kernel.producer_position() = AnyPosition(&random, near & ~7UL);
    uint32_t most = 1 + random() % 64;
    // Of exactly these sizes, for the sanitizer.
    std::vector<uint8_t> bytes(random() % 2048);
    std::vector<uint32_t> offsets(most + 1);
    bpf_syscall::RingConsumer consumer;
    CHECK(consumer.SetMost(most) == 0);
    unsigned long before = *kernel.consumer_position();
    unsigned long produced = *kernel.producer_position();
    ring.Ready(before);
    size_t needed = 0;
    long count = consumer.Take(&ring, bytes.data(), bytes.size(), offsets.data(), &needed);
    // A load of a header that is not aligned is a fault on some machines.
    if (before % 8 != 0 || produced % 8 != 0) CHECK(count == -EBADMSG);
    if (count < 0) {
      CHECK(count == -EBADMSG || count == -EMSGSIZE);
      CHECK(count == -EBADMSG || (needed > bytes.size() && needed <= kernel.size));
      CHECK(*kernel.consumer_position() == before);
      if (count == -EBADMSG) damaged++;
      continue;
    }
    CHECK(count <= static_cast<long>(most) && offsets[0] == 0);
    for (long i = 0; i < count; i++) CHECK(offsets[i] <= offsets[i + 1] && offsets[i + 1] <= bytes.size());
    CHECK(consumer.Advance(&ring, static_cast<uint32_t>(count) + 1) == -EINVAL);
    CHECK(consumer.Finish(&ring) == 0);
    CHECK(*kernel.consumer_position() - before <= produced - before);
    taken += static_cast<unsigned long>(count);
  }
  CHECK(damaged > 0 && taken > 0);

  // Somebody else moves the position while a batch is out: its records are not ours to give back.
  *kernel.consumer_position() = 0;
  *kernel.producer_position() = 32;
  uint32_t header[] = {8, 0};
  memcpy(kernel.data(), header, sizeof(header));
  memcpy(kernel.data() + 16, header, sizeof(header));
  uint8_t bytes[64];
  uint32_t offsets[5];
  size_t needed = 0;
  bpf_syscall::RingConsumer consumer;
  CHECK(consumer.SetMost(4) == 0);
  CHECK(consumer.Take(&ring, bytes, sizeof(bytes), offsets, &needed) == 2);
  CHECK(consumer.Advance(&ring, 1) == 0 && *kernel.consumer_position() == 16);
  *kernel.consumer_position() = 32;
  CHECK(consumer.Advance(&ring, 2) == -EBUSY && *kernel.consumer_position() == 32);
  CHECK(consumer.Take(&ring, bytes, sizeof(bytes), offsets, &needed) == 0);
  printf("%lu batches damaged, %lu records taken\n", damaged, taken);
}
