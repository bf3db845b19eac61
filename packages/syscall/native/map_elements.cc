#include "map_elements.h"

#include <utility>

#include "external_buffer.h"

namespace bpf_syscall {

namespace {

// Asking V8 for the address at each call, since it may be detached, takes as long as a fifth of all that a call costs
// over the system call. Memory of the addon's needs no asking, but is freed late: when the event loop turns, so that
// large ones could pile up. For those the asking costs little beside the copying.
constexpr size_t kOwnMemory = 4096;

}  // namespace

MapElements::~MapElements() {
  descriptors_.Close(fd_);
  if (buffer_ != nullptr) napi_delete_reference(env_, buffer_);
}

bool MapElements::Take(Descriptors& before, int fd) {
  if (!descriptors_.TakeFrom(before, fd)) return false;
  fd_ = fd;
  owner_ = Descriptors::OwnerOf(fd);
  return true;
}

napi_value MapElements::MakeBuffer(napi_env env) {
  if (memory_ || buffer_ != nullptr) return nullptr;
  napi_value buffer = nullptr;
  if (buffer_size() <= kOwnMemory) {
    Holder<ElementMemory> memory(new ElementMemory(buffer_size()));
    if (memory->data() != nullptr) buffer = ExternalBuffer(env, memory->data(), buffer_size(), memory.get());
    if (buffer != nullptr) {
      memory_ = std::move(memory);
      return buffer;
    }
  }
  void* data;
  if (napi_create_arraybuffer(env, buffer_size(), &data, &buffer) != napi_ok ||
      napi_create_reference(env, buffer, 1, &buffer_) != napi_ok) {
    return nullptr;
  }
  env_ = env;
  return buffer;
}

uint8_t* MapElements::BufferOfV8(napi_env env) const {
  napi_value buffer;
  void* data = nullptr;
  size_t length = 0;
  if (buffer_ == nullptr || napi_get_reference_value(env, buffer_, &buffer) != napi_ok ||
      napi_get_arraybuffer_info(env, buffer, &data, &length) != napi_ok) {
    return nullptr;
  }
  // A detached one has no bytes.
  return length >= buffer_size() ? static_cast<uint8_t*>(data) : nullptr;
}

}  // namespace bpf_syscall
