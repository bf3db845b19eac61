/** errno → what it means for one call of this package, and what to do. Sources: docs/semantics.md section 1, bpf(2). */
type Meanings = Readonly<Record<string, string>>;

const common: Meanings = {
  EMFILE:
    "this process has as many open files as it may: raise its limit (ulimit -n), or do not hold the maps",
  ENFILE: "the machine has as many open files as it may (fs.file-max)",
  ENOMEM: "the kernel has no memory for it, or the memory cgroup's limit is reached",
  ENOSPC: "the kernel has no space left for it",
  EIO: "the kernel reported an input or output error",
  ENOSYS: "this kernel, or a filter around this process (seccomp), does not have the call",
  EPERM: "it needs CAP_BPF (CAP_SYS_ADMIN before Linux 5.8), so run it as root or give it the capability",
  EACCES:
    "this process may not use that directory or pin: look at its mode and owner, or run it as root (CAP_DAC_OVERRIDE passes over modes; making maps needs CAP_BPF as well)",
};

const byCall: Readonly<Record<string, Meanings>> = {
  BPF_MAP_CREATE: {
    EPERM:
      "it needs CAP_BPF (CAP_SYS_ADMIN before Linux 5.8; CAP_NET_ADMIN or CAP_PERFMON for some map types), and before Linux 5.11 enough RLIMIT_MEMLOCK (ulimit -l)",
    EINVAL: "this kernel does not know the map type or a flag, or refuses the sizes",
    EBADF: "a map of maps needs a template of its inner maps",
  },
  BPF_OBJ_PIN: {
    EPERM: "the directory is not on a bpffs, the name holds a dot, or CAP_BPF is missing",
  },
  BPF_MAP_UPDATE_ELEM: {
    EINVAL: "the map refuses such a value, for instance an inner map unlike its template",
    E2BIG: "the slot is beyond max entries",
  },
  openat2: {
    ENOSYS: "openat2(2) came with Linux 5.6, and filters of older containers hide it (seccomp)",
    ENOENT: "it does not exist",
  },
  unlinkat: { EPERM: "the directory is sticky, and neither it nor the pin belongs to this user" },
};

/** A clause on what `errno` means after `call` (a command of bpf(2) or another system call); undefined for none. */
export function explainErrno(errno: string, call: string): string | undefined {
  return byCall[call]?.[errno] ?? common[errno];
}
