#include "ring_thread.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "old_glibc.h"

namespace bpf_syscall {

namespace {

// Edges, not levels: a record that stays reserved for long would make a level fire without end.
int Add(int epoll, int fd) {
  struct epoll_event event = {};
  event.events = EPOLLIN | EPOLLET;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

// Signals are for the threads of Node.js.
int CreateWithoutSignals(pthread_t* thread, void* (*run)(void*), void* argument) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(thread, nullptr, run, argument);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return error;
}

}  // namespace

long RingThread::Start(int fd, int poll_ms, Notify notify, void* argument) {
  poll_ms_ = poll_ms;
  notify_ = notify;
  argument_ = argument;
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  int error = 0;
  if (epoll_ < 0 || wake_ < 0 || Add(epoll_, fd) < 0 || Add(epoll_, wake_) < 0) error = errno;
  if (error == 0) error = CreateWithoutSignals(&thread_, Run, this);
  running_ = error == 0;
  if (running_) {
    pthread_setname_np(thread_, "bpf-ring");
  } else {
    CloseDescriptors();
  }
  return -error;
}

long RingThread::Watch(RingPosition at) {
  int failure = failure_.load(std::memory_order_acquire);
  if (failure != 0) return -failure;
  at_.store(at, std::memory_order_relaxed);
  watching_.store(true, std::memory_order_seq_cst);
  Wake();
  return 0;
}

void RingThread::Stop() {
  if (!running_) return;
  running_ = false;
  stopping_.store(true, std::memory_order_seq_cst);
  Wake();
  pthread_join(thread_, nullptr);
  CloseDescriptors();
}

void* RingThread::Run(void* self) {
  static_cast<RingThread*>(self)->Loop();
  return nullptr;
}

void RingThread::Loop() {
  while (!stopping_.load(std::memory_order_acquire)) {
    bool waiting = watching_.load(std::memory_order_acquire) && !Look();
    struct epoll_event events[2];
    int count = epoll_wait(epoll_, events, 2, waiting ? poll_ms_ : -1);
    if (count < 0 && errno != EINTR) {
      failure_.store(errno, std::memory_order_release);
      // Who waits asks again then, and is told.
      if (waiting) notify_(argument_);
      return;
    }
  }
}

// The producer's side: the header without the busy bit, a full barrier, then the consumer's position, which says
// whether to wake. Ours: the consumer's position, a full barrier, then the header. So one of the two sees the other.
bool RingThread::Look() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (!ring_.Ready(at_.load(std::memory_order_relaxed))) return false;
  watching_.store(false, std::memory_order_relaxed);
  notify_(argument_);
  return true;
}

// Not read: each write is an edge.
void RingThread::Wake() {
  uint64_t one = 1;
  while (write(wake_, &one, sizeof(one)) < 0 && errno == EINTR) {
  }
}

void RingThread::CloseDescriptors() {
  if (wake_ >= 0) close(wake_);
  if (epoll_ >= 0) close(epoll_);
  wake_ = -1;
  epoll_ = -1;
}

}  // namespace bpf_syscall
