// ProgramLoad against models of kernels: before Linux 6.4 they do not tell how long a log is, and refuse what they do
// not know. Prints nothing, or what is wrong.
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "../../native/program_load.h"

using bpf_syscall::Bytes;
using bpf_syscall::LoadSource;
using bpf_syscall::ProgLoadAttr;
using bpf_syscall::ProgramLoad;
using bpf_syscall::Words;

namespace {

struct Kernel {
  // From Linux 6.4 on it tells how long the log is.
  bool tells_length = true;
  std::string log = "";
  // -errno, or 0 for a program.
  long verdict = 0;
  // Of a call with a log, where it is another.
  const long* logged_verdict = nullptr;
  // So many calls are interrupted first.
  int interrupted = 0;
  // What each call asked for.
  std::vector<uint32_t> levels, sizes;
  // The program of the last call, as it was read.
  std::vector<uint8_t> instructions;
  std::vector<uint32_t> slots;
  size_t slot_count = 0;
};

Kernel* kernel;
int failures = 0;

void Expect(bool holds, const char* what) {
  if (holds) return;
  printf("%s\n", what);
  failures++;
}

template <typename T>
std::vector<T> Read(uint64_t address, size_t count) {
  const T* from = reinterpret_cast<const T*>(address);
  return from == nullptr ? std::vector<T>() : std::vector<T>(from, from + count);
}

long Load(ProgLoadAttr* attr) {
  kernel->levels.push_back(attr->log_level);
  kernel->sizes.push_back(attr->log_size);
  kernel->instructions = Read<uint8_t>(attr->insns, attr->insn_cnt * size_t{8});
  kernel->slots = Read<uint32_t>(attr->fd_array, kernel->slot_count);
  if (attr->log_true_size != 0) return -E2BIG;
  if (kernel->interrupted-- > 0) return -EAGAIN;
  long result = kernel->verdict;
  if (attr->log_level != 0) {
    if (attr->log_size < 128 || attr->log_size > UINT32_MAX >> 2) return -EINVAL;
    char* buffer = reinterpret_cast<char*>(attr->log_buf);
    size_t length = kernel->log.size() < attr->log_size ? kernel->log.size() : attr->log_size - 1;
    memcpy(buffer, kernel->log.data(), length);
    buffer[length] = '\0';
    if (kernel->logged_verdict != nullptr) result = *kernel->logged_verdict;
    if (kernel->tells_length) attr->log_true_size = static_cast<uint32_t>(kernel->log.size() + 1);
    if (length < kernel->log.size()) result = -ENOSPC;
  }
  return result == 0 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : result;
}

int OpenFds() {
  int count = 0;
  for (int fd = 0; fd < 256; fd++) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

// A program of `count` instructions, loaded by a model.
struct Case {
  Kernel model;
  std::vector<uint8_t> instructions = std::vector<uint8_t>(32);
  LoadSource source;
  ProgramLoad load;

  Case() {
    source.license = "GPL";
    source.log_size = 128;
    source.explain = true;
  }

  void Run(bool duplicate = false) {
    kernel = &model;
    source.instructions = {instructions.data(), instructions.size()};
    Expect(load.Prepare(source, duplicate) == 0, "prepared");
    load.Run();
  }

  std::string Log() { return load.has_log() ? std::string(load.log(), load.log_length()) : ""; }
};

void TestGrowth(bool tells_length) {
  Case given;
  given.model.tells_length = tells_length;
  given.model.log = std::string(100'000, 'x');
  given.source.log_level = 2;
  given.Run();
  Expect(given.load.result() >= 0, "loaded");
  Expect(given.Log() == given.model.log, "the log is whole");
  Expect(given.model.sizes.size() == (tells_length ? 2u : 6u), "one step where the length is told, else by four");
}

void TestExplanation(bool tells_length) {
  Case given;
  given.model.tells_length = tells_length;
  given.model.log = std::string(5'000, 'y');
  given.model.verdict = -EACCES;
  given.Run();
  Expect(given.load.result() == -EACCES, "the errno of the first call");
  Expect(given.Log() == given.model.log, "the log explains");
  Expect(given.model.levels[0] == 0 && given.model.levels[1] == 1, "without a log first");
}

// The second call, for the log, need not end as the first one did.
void TestAnotherVerdict() {
  for (long verdict : {-ENOMEM, 0}) {
    long logged = verdict;
    Case given;
    given.model.log = "why";
    given.model.verdict = -EACCES;
    given.model.logged_verdict = &logged;
    given.Run();
    if (verdict < 0) {
      Expect(given.load.result() == -EACCES && given.Log() == "why", "the first errno counts");
    } else {
      Expect(given.load.result() >= 0 && !given.load.has_log(), "a success, for which no log was asked");
    }
  }
}

void TestNoExplanation() {
  for (long verdict : {-EPERM, -EACCES}) {
    Case given;
    given.model.verdict = verdict;
    given.source.explain = verdict == -EPERM;
    given.Run();
    Expect(given.load.result() == verdict && !given.load.has_log() && given.model.levels.size() == 1, "asked once");
  }
  Case statistics;
  statistics.model.verdict = -EACCES;
  statistics.source.log_level = 4;
  statistics.Run();
  Expect(statistics.model.levels == std::vector<uint32_t>({4, 5}), "statistics alone explain nothing");
}

// ENOSPC is also what a kernel says that has no id left.
void TestOtherLackOfSpace(bool tells_length) {
  Case given;
  given.model.tells_length = tells_length;
  given.model.log = "short";
  given.model.verdict = -ENOSPC;
  given.source.log_level = 1;
  given.Run();
  Expect(given.load.result() == -ENOSPC && given.model.sizes.size() == 1, "not asked again for another reason");
}

void TestInterruption() {
  Case four;
  four.model.interrupted = 4;
  four.Run();
  Expect(four.load.result() >= 0 && four.model.levels.size() == 5, "five times");
  Case always;
  always.model.interrupted = 1000;
  always.source.explain = false;
  always.Run();
  Expect(always.load.result() == -EAGAIN && always.model.levels.size() == 5, "not for ever");
}

void TestDescriptors() {
  int before = OpenFds();
  int first = dup(0);
  int second = dup(0);
  {
    Case given;
    uint32_t placements[] = {4, static_cast<uint32_t>(first), 20, static_cast<uint32_t>(second),
                             28, static_cast<uint32_t>(first)};
    uint32_t slots[] = {0, static_cast<uint32_t>(second)};
    given.source.placements = {placements, 6};
    given.source.fd_array = {slots, 2};
    given.source.btf = static_cast<uint32_t>(first);
    given.model.slot_count = 2;
    given.Run(true);
    uint32_t immediates[8];
    memcpy(immediates, given.model.instructions.data(), sizeof(immediates));
    Expect(immediates[1] == immediates[7] && immediates[1] != immediates[5], "one duplicate a descriptor");
    Expect(immediates[1] != placements[1] && immediates[1] >= 3, "a duplicate, not the first");
    Expect(given.model.slots[0] == 0 && given.model.slots[1] == immediates[5], "slots");
    Expect(given.instructions == std::vector<uint8_t>(32), "what was given is unchanged");
    Expect(OpenFds() == before + 2 + 2 + 1, "two duplicates and a program");
  }
  Expect(OpenFds() == before + 2, "all closed, the program that nobody took included");
  close(first);
  close(second);
}

void TestTaking() {
  int before = OpenFds();
  int fd;
  {
    Case given;
    given.Run();
    fd = given.load.Take();
  }
  Expect(OpenFds() == before + 1 && close(fd) == 0, "what was taken stays open");
}

}  // namespace

extern "C" long __wrap_syscall(long number, ...) {
  va_list arguments;
  va_start(arguments, number);
  int command = va_arg(arguments, int);
  ProgLoadAttr* attr = va_arg(arguments, ProgLoadAttr*);
  unsigned size = va_arg(arguments, unsigned);
  va_end(arguments);
  Expect(number == SYS_bpf && command == BPF_PROG_LOAD && size == sizeof(ProgLoadAttr), "BPF_PROG_LOAD");
  long result = Load(attr);
  if (result >= 0) return result;
  errno = static_cast<int>(-result);
  return -1;
}

int main() {
  for (bool tells_length : {true, false}) {
    TestGrowth(tells_length);
    TestExplanation(tells_length);
    TestOtherLackOfSpace(tells_length);
  }
  TestAnotherVerdict();
  TestNoExplanation();
  TestInterruption();
  TestDescriptors();
  TestTaking();
  return failures == 0 ? 0 : 1;
}
