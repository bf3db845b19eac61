// Producers on two threads, a reader on the main thread and the thread that waits for it: every record arrives once,
// whole, in the order of each producer, and no wake-up is lost. There is no polling here: a lost one would be for ever.
//
//   ring-threads RECORDS SEED
#include <condition_variable>
#include <random>
#include <thread>

#include "../../native/ring_consumer.h"
#include "../../native/ring_thread.h"
#include "kernel-model.h"

namespace {

constexpr uint32_t kMostWords = 40;

struct Record {
  uint32_t producer;
  uint32_t words;
  uint64_t sequence;
};

void Produce(model::Ring* ring, uint32_t producer, uint64_t records, unsigned seed) {
  std::minstd_rand random(seed);
  for (uint64_t sequence = 0; sequence < records;) {
    uint32_t words = random() % kMostWords;
    uint32_t* header = ring->Reserve(static_cast<uint32_t>(sizeof(Record)) + words * 8);
    if (header == nullptr) {
      std::this_thread::yield();
      continue;
    }
    Record record = {producer, words, sequence};
    uint8_t* bytes = reinterpret_cast<uint8_t*>(header) + 8;
    memcpy(bytes, &record, sizeof(record));
    for (uint32_t i = 0; i < words; i++) {
      uint64_t word = sequence + i + 1;
      memcpy(bytes + sizeof(record) + i * 8, &word, sizeof(word));
    }
    // Now and then a record stays busy while later ones are committed.
    if (random() % 64 == 0) std::this_thread::yield();
    bool discard = random() % 8 == 0;
    ring->Commit(header, discard);
    if (!discard) sequence++;
    // Lets the reader catch up, so that it sleeps.
    if (random() % 256 == 0) std::this_thread::sleep_for(std::chrono::microseconds(random() % 50));
  }
}

struct Signal {
  std::mutex mutex;
  std::condition_variable condition;
  bool set = false;

  static void Set(void* self) {
    Signal* signal = static_cast<Signal*>(self);
    std::lock_guard<std::mutex> lock(signal->mutex);
    signal->set = true;
    signal->condition.notify_one();
  }
  void Wait() {
    std::unique_lock<std::mutex> lock(mutex);
    condition.wait(lock, [this] { return set; });
    set = false;
  }
};

void Check(const uint8_t* bytes, uint32_t length, uint64_t* next) {
  Record record;
  CHECK(length >= sizeof(record));
  memcpy(&record, bytes, sizeof(record));
  CHECK(record.producer < 2 && record.sequence == next[record.producer]++);
  CHECK(length == sizeof(record) + record.words * 8);
  for (uint32_t i = 0; i < record.words; i++) {
    uint64_t word;
    memcpy(&word, bytes + sizeof(record) + i * 8, sizeof(word));
    CHECK(word == record.sequence + i + 1);
  }
}

}  // namespace

int main(int, char** arguments) {
  uint64_t records = strtoull(arguments[1], nullptr, 10);
  unsigned seed = static_cast<unsigned>(strtoul(arguments[2], nullptr, 10));
  model::Ring kernel(16384);
  bpf_syscall::RingMemory ring;
  ring.Adopt(kernel.consumer, kernel.producer, kernel.page, kernel.size);
  bpf_syscall::RingConsumer consumer;
  constexpr uint32_t kMost = 32;
  CHECK(consumer.SetMost(kMost) == 0);
  bpf_syscall::RingThread thread(ring);
  Signal signal;
  CHECK(thread.Start(kernel.wakes, -1, Signal::Set, &signal) == 0);

  std::thread producers[] = {std::thread(Produce, &kernel, 0, records, seed),
                             std::thread(Produce, &kernel, 1, records, seed + 1)};
  uint8_t bytes[4096];
  uint32_t offsets[kMost + 1];
  uint64_t next[2] = {};
  uint64_t waits = 0;
  while (next[0] + next[1] < 2 * records) {
    size_t needed = 0;
    long count = consumer.Take(&ring, bytes, sizeof(bytes), offsets, &needed);
    CHECK(count >= 0);
    for (uint32_t i = 0; i < count; i++) {
      Check(bytes + offsets[i], offsets[i + 1] - offsets[i], next);
      if (i % 8 == 7) CHECK(consumer.Advance(&ring, i + 1) == 0);
    }
    CHECK(consumer.Finish(&ring) == 0);
    if (count > 0) continue;
    waits++;
    CHECK(thread.Watch(ring.consumer()) == 0);
    signal.Wait();
  }
  for (std::thread& producer : producers) producer.join();
  // With a watch that nothing will end.
  CHECK(thread.Watch(ring.consumer() + 8) == 0);
  thread.Stop();
  printf("%llu records, %llu waits\n", static_cast<unsigned long long>(next[0] + next[1]),
         static_cast<unsigned long long>(waits));
}
