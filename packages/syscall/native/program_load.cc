#include "program_load.h"

#include <signal.h>

#include <algorithm>

#include "bpf.h"

namespace bpf_syscall {

namespace {

static_assert(offsetof(ProgLoadAttr, prog_name) == offsetof(union bpf_attr, prog_name));
static_assert(offsetof(ProgLoadAttr, func_info) == offsetof(union bpf_attr, func_info));
static_assert(offsetof(ProgLoadAttr, line_info) == offsetof(union bpf_attr, line_info));
static_assert(offsetof(ProgLoadAttr, attach_fd) == offsetof(union bpf_attr, attach_prog_fd));

constexpr uint32_t kInstructionSize = 8;
constexpr uint32_t kFunctionInfoSize = 8;
constexpr uint32_t kLineInfoSize = 16;

// What every kernel takes (bpf_verifier_log_attr_valid).
constexpr size_t kSmallestLog = 128;
constexpr size_t kLargestLog = UINT32_MAX >> 2;

// Added to the length that the kernel told: a log has times in it, whose digits differ from load to load.
constexpr size_t kLogSlack = 4096;

// The verifier gives up when a signal comes; libbpf tries as often.
constexpr int kAttempts = 5;

// BPF_LOG_LEVEL1, and both that tell what the verifier was doing when it refused.
constexpr uint32_t kLevel1 = 1;
constexpr uint32_t kExplaining = 3;

// A descriptor or its duplicate to `out`, 0 for none. 0, or -errno.
long Place(uint32_t fd, Duplicates* duplicates, void* out) {
  int number = static_cast<int>(fd);
  if (duplicates != nullptr && fd != 0) number = duplicates->Of(number);
  if (number < 0) return number;
  memcpy(out, &number, sizeof(number));
  return 0;
}

uint32_t Count(const OwnedBytes& records, uint32_t size) { return static_cast<uint32_t>(records.size() / size); }

}  // namespace

ProgramLoad::~ProgramLoad() {
  if (result_ >= 0) close(static_cast<int>(result_));
}

int ProgramLoad::Take() {
  int fd = static_cast<int>(result_);
  result_ = -EBADF;
  return fd;
}

long ProgramLoad::Prepare(const LoadSource& source, bool duplicate) {
  Bytes slots = {reinterpret_cast<uint8_t*>(source.fd_array.data), source.fd_array.count * sizeof(uint32_t)};
  if (!instructions_.Copy(source.instructions) || !function_info_.Copy(source.function_info) ||
      !line_info_.Copy(source.line_info) || !fd_array_.Copy(slots)) {
    return -ENOMEM;
  }
  license_ = source.license;
  log_level_ = source.log_level;
  log_size_ = std::clamp<size_t>(source.log_size, kSmallestLog, kLargestLog);
  explain_ = source.explain;

  attr_ = source.attr;
  attr_.insn_cnt = Count(instructions_, kInstructionSize);
  attr_.insns = instructions_.address();
  attr_.license = reinterpret_cast<uint64_t>(license_.c_str());
  attr_.func_info_cnt = Count(function_info_, kFunctionInfoSize);
  attr_.func_info_rec_size = attr_.func_info_cnt > 0 ? kFunctionInfoSize : 0;
  attr_.func_info = function_info_.address();
  attr_.line_info_cnt = Count(line_info_, kLineInfoSize);
  attr_.line_info_rec_size = attr_.line_info_cnt > 0 ? kLineInfoSize : 0;
  attr_.line_info = line_info_.address();
  attr_.fd_array = fd_array_.address();
  attr_.core_relos = 0;

  Duplicates* duplicates = duplicate ? &duplicates_ : nullptr;
  long result = Place(source.btf, duplicates, &attr_.prog_btf_fd);
  if (result == 0) result = Place(source.attach_to, duplicates, &attr_.attach_fd);
  for (size_t i = 0; result == 0 && i < source.fd_array.count; i++) {
    uint8_t* slot = fd_array_.data() + i * sizeof(uint32_t);
    result = Place(source.fd_array.data[i], duplicates, slot);
  }
  for (size_t i = 0; result == 0 && i + 1 < source.placements.count; i += 2) {
    uint8_t* immediate = instructions_.data() + source.placements.data[i];
    result = Place(source.placements.data[i + 1], duplicates, immediate);
  }
  return result;
}

void ProgramLoad::Run() {
  result_ = log_level_ == 0 ? Load() : LoadWithLog(log_level_);
  if (result_ >= 0 || result_ == -EPERM || !explain_ || (log_level_ & kExplaining) != 0) return;
  long refused = result_;
  result_ = LoadWithLog(log_level_ | kLevel1);
  // The errno that counts is the first one: the second may be about the log. A success now is one as well.
  if (result_ < 0) {
    result_ = refused;
  } else if (log_level_ == 0) {
    log_.Allocate(0);
  }
}

long ProgramLoad::LoadWithLog(uint32_t level) {
  for (size_t size = log_size_;;) {
    if (!log_.Allocate(size)) return has_log() ? -ENOSPC : -ENOMEM;
    attr_.log_level = level;
    attr_.log_size = static_cast<uint32_t>(size);
    attr_.log_buf = log_.address();
    long result = Load();
    if (result != -ENOSPC || size == kLargestLog || !IsLogFull()) return result;
    // Before Linux 6.4 the kernel does not tell how long the log is.
    size_t wanted = attr_.log_true_size > 0 ? attr_.log_true_size + kLogSlack : size * 4;
    size = std::min(wanted, kLargestLog);
  }
}

// Whether ENOSPC is about the log, not about what a program needs in the kernel.
bool ProgramLoad::IsLogFull() const {
  return attr_.log_true_size > 0 ? attr_.log_true_size > log_.size() : log_length() + 1 >= log_.size();
}

// The verifier gives up with EAGAIN as soon as its thread has a signal to handle: a profiler sends one each millisecond.
// Signals to the process go to another of its threads meanwhile. On Linux sigprocmask(2) is about the calling thread.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    sigfillset(&all);
    held_ = sigprocmask(SIG_BLOCK, &all, &before_) == 0;
  }
  ~SignalsHeld() {
    if (held_) sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
  bool held_ = false;
};

long ProgramLoad::Load() {
  SignalsHeld held;
  for (int attempt = 1;; attempt++) {
    attr_.log_true_size = 0;
    long result = Bpf(BPF_PROG_LOAD, &attr_, sizeof(attr_));
    if (result != -EAGAIN || attempt == kAttempts) return result;
  }
}

}  // namespace bpf_syscall
