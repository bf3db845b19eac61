// The thread that waits for a ring: it sleeps in epoll_wait(2), looks, and tells. It copies nothing and moves nothing.
#pragma once

#include <pthread.h>

#include <atomic>

#include "ring_memory.h"

namespace bpf_syscall {

class RingThread {
 public:
  // Called on the thread.
  using Notify = void (*)(void* argument);

  explicit RingThread(const RingMemory& ring) : ring_(ring) {}
  ~RingThread() { Stop(); }
  RingThread(const RingThread&) = delete;
  RingThread& operator=(const RingThread&) = delete;

  // `fd` is the map's; it may be closed afterwards. `poll_ms`: how often to look without having been woken, -1 for
  // never. 0, or -errno.
  long Start(int fd, int poll_ms, Notify notify, void* argument);

  // Notifies once, as soon as there is something to look at for a consumer that came to `at`. 0, or -errno if the
  // thread has ended because its descriptors were closed by somebody else.
  long Watch(RingPosition at);

  // Ends the thread, and returns when it has ended: `notify` is not called any more.
  void Stop();

 private:
  static void* Run(void* self);
  void Loop();
  bool Look();
  void Wake();
  void CloseDescriptors();

  const RingMemory& ring_;
  Notify notify_ = nullptr;
  void* argument_ = nullptr;
  int poll_ms_ = -1;
  int epoll_ = -1;
  int wake_ = -1;
  pthread_t thread_ = {};
  bool running_ = false;
  std::atomic<RingPosition> at_{0};
  std::atomic<bool> watching_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<int> failure_{0};
};

}  // namespace bpf_syscall
