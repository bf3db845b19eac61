#include "test_run.h"

#include <algorithm>

#include "bpf.h"

namespace bpf_syscall {

namespace {

static_assert(offsetof(TestRunAttr, duration) == offsetof(union bpf_attr, test.duration));
static_assert(offsetof(TestRunAttr, ctx_out) == offsetof(union bpf_attr, test.ctx_out));

// Room whose end is the guard's beginning; null for none, since a pointer with a length of 0 means "as much as there
// is" to the kernel (bpf_test_finish). False without memory.
bool MakeRoom(Guarded* memory, uint32_t size, uint64_t* address) {
  *address = 0;
  if (size == 0) return true;
  if (!memory->Reserve(size)) return false;
  *address = reinterpret_cast<uint64_t>(memory->Last(size));
  return true;
}

}  // namespace

long TestRun::Prepare(const TestRunSource& source, bool duplicate) {
  if (source.data.length > UINT32_MAX || source.context.length > UINT32_MAX) return -E2BIG;
  int fd = duplicate ? duplicates_.Of(source.fd) : source.fd;
  if (fd < 0) return fd;
  data_room_ = source.data_room;
  context_room_ = source.context_room;
  in_place_ = source.in_place;
  attr_ = source.attr;
  if (!data_in_.Copy(source.data) || !context_in_.Copy(source.context) ||
      !MakeRoom(&data_out_, data_room_, &attr_.data_out) ||
      !MakeRoom(&context_out_, context_room_, &attr_.ctx_out)) {
    return -ENOMEM;
  }
  attr_.prog_fd = static_cast<uint32_t>(fd);
  attr_.data_in = data_in_.address();
  attr_.data_size_in = static_cast<uint32_t>(data_in_.size());
  attr_.data_size_out = data_room_;
  attr_.ctx_in = context_in_.address();
  attr_.ctx_size_in = static_cast<uint32_t>(context_in_.size());
  attr_.ctx_size_out = context_room_;
  return 0;
}

void TestRun::Run() { result_ = Bpf(BPF_PROG_TEST_RUN, &attr_, sizeof(attr_)); }

Bytes TestRun::Data() const {
  if (result_ < 0 || data_room_ == 0) return {};
  return {data_out_.Last(data_room_), std::min(attr_.data_size_out, data_room_)};
}

Bytes TestRun::Context() const {
  if (result_ < 0) return {};
  if (in_place_) return {context_in_.data(), context_in_.size()};
  if (context_room_ == 0) return {};
  return {context_out_.Last(context_room_), std::min(attr_.ctx_size_out, context_room_)};
}

}  // namespace bpf_syscall
