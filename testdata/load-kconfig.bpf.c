/* Values of the kernel's configuration: every type that they come in, one that is weak and missing, and libbpf's own. */
#include "load_def.h"

COUNTERS(counts, 16);

extern int LINUX_KERNEL_VERSION __kconfig;
extern bool LINUX_HAS_SYSCALL_WRAPPER __kconfig __weak;
extern int CONFIG_HZ __kconfig;
extern bool CONFIG_BPF_SYSCALL __kconfig;
extern enum libbpf_tristate CONFIG_NET __kconfig;
extern char CONFIG_INET __kconfig;
extern char CONFIG_DEFAULT_HOSTNAME[32] __kconfig __weak;
extern __u64 CONFIG_NO_SUCH_NUMBER __kconfig __weak;
extern enum libbpf_tristate CONFIG_NO_SUCH_SWITCH __kconfig __weak;
extern __u16 CONFIG_LOG_BUF_SHIFT __kconfig;

SEC("tc")
int uses_kconfig(void *ctx)
{
	PUT(counts, 0, LINUX_KERNEL_VERSION);
	PUT(counts, 1, CONFIG_HZ);
	PUT(counts, 2, CONFIG_BPF_SYSCALL);
	PUT(counts, 3, CONFIG_NET);
	PUT(counts, 4, CONFIG_INET);
	PUT(counts, 5, CONFIG_DEFAULT_HOSTNAME[0]);
	PUT(counts, 6, CONFIG_NO_SUCH_NUMBER);
	PUT(counts, 7, CONFIG_NO_SUCH_SWITCH);
	PUT(counts, 8, CONFIG_LOG_BUF_SHIFT);
	PUT(counts, 9, LINUX_HAS_SYSCALL_WRAPPER);
	return 0;
}

LICENSE("GPL")
