// An owned file descriptor: 3 or above, close-on-exec, closed with its environment.
#pragma once

#include <napi.h>

namespace bpf_syscall {

class Fd : public Napi::ObjectWrap<Fd> {
 public:
  explicit Fd(const Napi::CallbackInfo& info);
  ~Fd() override;

  // The Fd behind a JavaScript value; nullptr with a pending TypeError for anything else.
  static Fd* From(const Napi::Value& value);

  // -1 when closed or never filled.
  int number() const { return number_; }

  // Owns `fd`, a fresh descriptor; moves it to 3 or above. 0, or -errno with `fd` closed.
  int Take(int fd);

  // 0 when there was nothing to close. The descriptor is gone even if the kernel reports an error.
  int Close();

 private:
  friend void ExportFd(Napi::Env env, Napi::Object exports);

  Napi::Value Number(const Napi::CallbackInfo& info);
  Napi::Value Adopt(const Napi::CallbackInfo& info);
  Napi::Value Duplicate(const Napi::CallbackInfo& info);
  Napi::Value CloseNow(const Napi::CallbackInfo& info);
  Napi::Value Release(const Napi::CallbackInfo& info);

  void Own(int fd);
  int Disown();

  int number_ = -1;
};

}  // namespace bpf_syscall
