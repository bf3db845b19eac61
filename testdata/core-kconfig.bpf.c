/* Variables of .kconfig of every type that loaders know, and those whose values no configuration has. */
#include "bpf_def.h"

#define __kconfig __attribute__((section(".kconfig")))
#define __weak __attribute__((weak))

enum libbpf_tristate { TRI_NO = 0, TRI_YES = 1, TRI_MODULE = 2 };

extern unsigned char CONFIG_U8 __kconfig;
extern short CONFIG_S16 __kconfig;
extern unsigned CONFIG_U32 __kconfig;
extern const volatile int CONFIG_S32 __kconfig;
extern unsigned long CONFIG_U64 __kconfig;
extern long CONFIG_S64 __kconfig;
extern _Bool CONFIG_BOOL __kconfig;
extern enum libbpf_tristate CONFIG_TRISTATE __kconfig;
extern char CONFIG_CHAR __kconfig;
extern char CONFIG_TEXT[16] __kconfig;
extern char CONFIG_SHORT_TEXT[4] __kconfig;
extern int CONFIG_NOWHERE __kconfig __weak;
extern long LINUX_SOMETHING __kconfig __weak;
extern unsigned LINUX_KERNEL_VERSION __kconfig;
extern _Bool LINUX_HAS_BPF_COOKIE __kconfig;
extern char LINUX_HAS_SYSCALL_WRAPPER __kconfig;

SEC("socket")
long all(void *ctx)
{
	long sum = CONFIG_U8 + CONFIG_S16 + CONFIG_U32 + CONFIG_S32 + CONFIG_U64 + CONFIG_S64 + CONFIG_BOOL;

	sum += CONFIG_TRISTATE + CONFIG_CHAR + CONFIG_TEXT[1] + CONFIG_SHORT_TEXT[1] + CONFIG_NOWHERE + LINUX_SOMETHING;
	return sum + LINUX_KERNEL_VERSION + LINUX_HAS_BPF_COOKIE + LINUX_HAS_SYSCALL_WRAPPER;
}

char _license[] SEC("license") = "GPL";
