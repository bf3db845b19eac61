// BPF_PROG_TEST_RUN with its data in memory of its own.
#pragma once

#include <errno.h>
#include <stdint.h>

#include "bytes.h"
#include "duplicates.h"
#include "guarded.h"
#include "owned_bytes.h"

namespace bpf_syscall {

// The attribute as Linux 5.18 has it, whatever the headers that this is compiled with know of it.
struct TestRunAttr {
  uint32_t prog_fd, retval, data_size_in, data_size_out;
  uint64_t data_in, data_out;
  uint32_t repeat, duration, ctx_size_in, ctx_size_out;
  uint64_t ctx_in, ctx_out;
  uint32_t flags, cpu, batch_size, unused;
};
static_assert(sizeof(TestRunAttr) == 80, "union bpf_attr, up to test.batch_size");

// What a program is run on. Pointers into JavaScript's memory, valid during the call.
struct TestRunSource {
  int fd = -1;
  // Pointers, lengths and the descriptor in it are not looked at.
  TestRunAttr attr = {};
  Bytes data, context;
  // Bytes of room for what comes out; 0 for none.
  uint32_t data_room = 0, context_room = 0;
  // The kernel writes the context back to where it was read from.
  bool in_place = false;
};

class TestRun {
 public:
  TestRun() = default;
  TestRun(const TestRun&) = delete;
  TestRun& operator=(const TestRun&) = delete;

  // Copies `source`; with `duplicate` its descriptor too. 0, or -errno.
  long Prepare(const TestRunSource& source, bool duplicate);

  // On any thread.
  void Run();

  // 0 or -errno; the rest is told for 0 and ENOSPC.
  long result() const { return result_; }
  uint32_t return_value() const { return attr_.retval; }
  uint32_t duration() const { return attr_.duration; }
  // What the kernel had, which may be more than the room.
  uint32_t data_length() const { return attr_.data_size_out; }
  uint32_t context_length() const { return attr_.ctx_size_out; }

  // What came out; null data where nothing was asked for.
  Bytes Data() const;
  Bytes Context() const;

 private:
  TestRunAttr attr_ = {};
  OwnedBytes data_in_, context_in_;
  Guarded data_out_, context_out_;
  uint32_t data_room_ = 0, context_room_ = 0;
  bool in_place_ = false;
  Duplicates duplicates_;
  long result_ = -ECANCELED;
};

}  // namespace bpf_syscall
