// One reader of a ring: its memory, the records that were taken, the thread that waits, and the call into JavaScript.
#pragma once

#include <napi.h>

#include "ring_consumer.h"
#include "ring_memory.h"
#include "ring_thread.h"

namespace bpf_syscall {

// For the thread of its environment, with which it is closed at the latest.
class RingReader {
 public:
  explicit RingReader(Napi::Env env) : env_(env), thread_(ring_) {}
  ~RingReader() { Close(); }
  RingReader(const RingReader&) = delete;
  RingReader& operator=(const RingReader&) = delete;

  // 0, or -errno; see RingMemory::Map and RingThread::Start. `fd` stays the caller's. `on_ready` is held until Close.
  long Open(int fd, uint32_t most, int poll_ms, Napi::Function on_ready);

  // Gives back the last batch. 1 if there is something to take. 0: `on_ready` is called once, when there is, and the
  // process stays alive until then. Or -errno; EBUSY as RingConsumer::Advance.
  long Wait();

  // Ends a wait; see RingConsumer::Take.
  long Take(uint8_t* bytes, size_t room, uint32_t* offsets, size_t* needed);

  long Advance(uint32_t count) { return consumer_.Advance(&ring_, count); }

  // Records that a batch may have.
  uint32_t most() const { return consumer_.most(); }

  // Ends the thread, closes and unmaps; `on_ready` is not called any more.
  void Close();

 private:
  void EndWait();

  Napi::Env env_;
  RingMemory ring_;
  RingConsumer consumer_;
  napi_threadsafe_function ready_ = nullptr;
  bool waiting_ = false;
  RingThread thread_;
};

}  // namespace bpf_syscall
