/* Every kind of BTF type that clang 14 writes, variables of every linkage, functions of the kernel. */
#include "bpf_def.h"

#define __kconfig __attribute__((section(".kconfig")))
#define __ksym __attribute__((section(".ksyms")))
#define __user __attribute__((btf_type_tag("user")))

struct elsewhere;
union either;
enum colour { RED, GREEN = 7, NONE = -1 };
typedef long duration;

struct everything {
	__u32 low : 3, high : 29;
	float real;
	double precise;
	union {
		char text[8];
		__u64 number;
	};
	enum colour colour;
	volatile duration elapsed;
	struct elsewhere *forward;
	union either *either;
	const char *restrict name;
	int __user *tagged;
	int (*call)(int first, ...);
	__u32 marked __tag("member");
} __tag("struct");

extern int CONFIG_HZ __kconfig;
extern _Bool CONFIG_BPF __kconfig;
extern char CONFIG_LOCALVERSION[20] __kconfig;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_fill(int, const char *) __ksym;
extern const int bpf_prog_active __ksym __attribute__((weak));

struct everything shared __tag("variable");
static volatile int counted = 3;
static volatile int zeroed;
__attribute__((visibility("hidden"))) int hidden = 4;
struct {} nothing SEC(".data.nothing") = {};

static __attribute__((noinline)) int local(int argument __tag("argument"))
{
	static volatile int calls = 5;
	return argument + ++calls;
}

__attribute__((noinline)) int global(void *ctx)
{
	return local(shared.low) + counted++ + zeroed++ + hidden;
}

SEC("socket")
int entry(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_fill(1, "");
	return global(ctx) + CONFIG_HZ + CONFIG_BPF + CONFIG_LOCALVERSION[0] + (int)(long)&bpf_prog_active;
}

char _license[] SEC("license") = "GPL";
