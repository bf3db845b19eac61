// An ArrayBuffer over memory that the addon holds as well.
#pragma once

#include <node_api.h>
#include <stddef.h>

#include "counted.h"

namespace bpf_syscall {

// Holds `owner` of `data` until V8 has freed the ArrayBuffer and the event loop has turned, whoever in this thread it
// was transferred to; at the thread's end Node.js detaches it and lets go. Null where the engine refuses: it takes no
// memory that is not its own (Electron), or not so much.
inline napi_value ExternalBuffer(napi_env env, void* data, size_t length, Counted* owner) {
  owner->Hold();
  auto release = [](napi_env, void*, void* held) { static_cast<Counted*>(held)->Release(); };
  napi_value buffer = nullptr;
  napi_status status = napi_create_external_arraybuffer(env, data, length, release, owner, &buffer);
  if (status == napi_ok) return buffer;
  // After any other failure Node.js has called `release`, or may yet.
  if (status == napi_no_external_buffers_allowed) owner->Release();
  napi_value error;
  napi_get_and_clear_last_exception(env, &error);
  return nullptr;
}

}  // namespace bpf_syscall
