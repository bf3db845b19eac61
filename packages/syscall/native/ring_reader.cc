#include "ring_reader.h"

#include <errno.h>

namespace bpf_syscall {

namespace {

// On the reader's thread. The queue has room without end, and the function lives until that thread has ended.
void CallReady(void* ready) {
  napi_call_threadsafe_function(static_cast<napi_threadsafe_function>(ready), nullptr, napi_tsfn_nonblocking);
}

// A worker that is terminated, or ends, collects no garbage first.
void CloseWithEnvironment(void* reader) { static_cast<RingReader*>(reader)->Close(); }

}  // namespace

long RingReader::Open(int fd, uint32_t most, int poll_ms, Napi::Function on_ready) {
  long result = consumer_.SetMost(most);
  if (result == 0) result = ring_.Map(fd);
  if (result < 0) return result;
  Napi::String name = Napi::String::New(env_, "bpf-ring");
  if (napi_create_threadsafe_function(env_, on_ready, nullptr, name, 0, 1, nullptr, nullptr, nullptr, nullptr,
                                      &ready_) != napi_ok) {
    ready_ = nullptr;
    return -ENOMEM;
  }
  napi_unref_threadsafe_function(env_, ready_);
  // After the function was made, so before it is taken down: hooks run in reverse order.
  napi_add_env_cleanup_hook(env_, CloseWithEnvironment, this);
  return thread_.Start(fd, poll_ms, CallReady, ready_);
}

long RingReader::Wait() {
  EndWait();
  long result = consumer_.Finish(&ring_);
  if (result < 0) return result;
  RingPosition at = ring_.consumer();
  if (!ring_.Plausible(at, ring_.producer()) || ring_.Ready(at)) return 1;
  result = thread_.Watch(at);
  if (result < 0) return result;
  waiting_ = true;
  napi_ref_threadsafe_function(env_, ready_);
  return 0;
}

long RingReader::Take(uint8_t* bytes, size_t room, uint32_t* offsets, size_t* needed) {
  EndWait();
  return consumer_.Take(&ring_, bytes, room, offsets, needed);
}

void RingReader::EndWait() {
  if (!waiting_) return;
  waiting_ = false;
  napi_unref_threadsafe_function(env_, ready_);
}

void RingReader::Close() {
  if (ready_ == nullptr) return;
  // In this order: the thread looks at the ring, and calls the function.
  thread_.Stop();
  ring_.Unmap();
  napi_remove_env_cleanup_hook(env_, CloseWithEnvironment, this);
  napi_release_threadsafe_function(ready_, napi_tsfn_abort);
  ready_ = nullptr;
}

}  // namespace bpf_syscall
