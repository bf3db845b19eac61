// BPF_PROG_LOAD with everything that it needs in memory of its own, and the verifier's log.
#pragma once

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <string>

#include "bytes.h"
#include "duplicates.h"
#include "owned_bytes.h"

namespace bpf_syscall {

// The attribute as Linux 6.4 has it, whatever the headers that this is compiled with know of it. Older kernels take it
// as long as they know all that is not zero.
struct ProgLoadAttr {
  uint32_t prog_type, insn_cnt;
  uint64_t insns, license;
  uint32_t log_level, log_size;
  uint64_t log_buf;
  uint32_t kern_version, prog_flags;
  char prog_name[16];
  uint32_t prog_ifindex, expected_attach_type, prog_btf_fd, func_info_rec_size;
  uint64_t func_info;
  uint32_t func_info_cnt, line_info_rec_size;
  uint64_t line_info;
  uint32_t line_info_cnt, attach_btf_id, attach_fd, core_relo_cnt;
  uint64_t fd_array, core_relos;
  uint32_t core_relo_rec_size, log_true_size;
};
static_assert(sizeof(ProgLoadAttr) == 144, "union bpf_attr, up to log_true_size");

// What a program is loaded from. Pointers into JavaScript's memory, valid during the call.
struct LoadSource {
  // Pointers, lengths and descriptors in it are not looked at.
  ProgLoadAttr attr = {};
  Bytes instructions, function_info, line_info;
  std::string license;
  // By turns: offset in the instructions, descriptor.
  Words placements;
  // 0 for none, in each slot and below.
  Words fd_array;
  uint32_t btf = 0, attach_to = 0;
  uint32_t log_level = 0, log_size = 0;
  bool explain = false;
};

class ProgramLoad {
 public:
  ProgramLoad() = default;
  // Closes the program unless somebody took it.
  ~ProgramLoad();
  ProgramLoad(const ProgramLoad&) = delete;
  ProgramLoad& operator=(const ProgramLoad&) = delete;

  // Copies `source`, which fits together; with `duplicate` its descriptors too. 0, or -errno.
  long Prepare(const LoadSource& source, bool duplicate);

  // On any thread.
  void Run();

  // -errno, or 0 or more where there is a program.
  long result() const { return result_; }

  // The descriptor of the program, whose owner is the caller from now on.
  int Take();

  bool has_log() const { return log_.size() > 0; }
  const char* log() const { return reinterpret_cast<const char*>(log_.data()); }
  size_t log_length() const { return strnlen(log(), log_.size()); }

 private:
  long LoadWithLog(uint32_t level);
  long Load();
  bool IsLogFull() const;

  ProgLoadAttr attr_ = {};
  OwnedBytes instructions_, function_info_, line_info_, fd_array_, log_;
  std::string license_;
  Duplicates duplicates_;
  uint32_t log_level_ = 0;
  size_t log_size_ = 0;
  bool explain_ = false;
  long result_ = -ECANCELED;
};

}  // namespace bpf_syscall
