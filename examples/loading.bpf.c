/* A program for each thing that a loader does: see packages/loader/README.md. */
#include "bpf_def.h"

static __u64 (*bpf_get_current_task)(void) = (void *)35;
static long (*bpf_probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;

struct __sk_buff {
	__u32 len;
};

const volatile __u32 step = 1;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} counted SEC(".maps");

/* A function that another program may replace. */
__attribute__((noinline)) int weight(int length)
{
	volatile int result = length;

	return result;
}

SEC("tc")
int count(struct __sk_buff *skb)
{
	__u32 first = 0;
	__u64 *value = bpf_map_lookup_elem(&counted, &first);

	if (value)
		__sync_fetch_and_add(value, step);
	return weight(skb->len);
}

SEC("?freplace/weight")
int weight_twice(int length)
{
	return 2 * length;
}

/* The verifier refuses it: there may be no value. */
SEC("?tc")
int careless(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	__u64 *value = bpf_map_lookup_elem(&counted, &key);

	*value += 1;
	return 0;
}

/* Only what is used of the kernel's struct, in any order: CO-RE finds where it is. */
struct task_struct {
	char comm[16];
} __attribute__((preserve_access_index));

/* First letter of the name of the thread that runs it. */
SEC("?tc")
int first_letter(void *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	char letter = 0;

	bpf_probe_read_kernel(&letter, 1, &task->comm);
	return letter;
}

extern int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
extern int CONFIG_HZ __attribute__((section(".kconfig")));
extern const void vfs_read __attribute__((section(".ksyms")));
extern const void no_such_symbol __attribute__((section(".ksyms"), weak));

/* Ticks a second; negative where something is wrong. */
SEC("?tc")
int ticks(void *ctx)
{
	volatile __u64 address = (__u64)&vfs_read;

	if (LINUX_KERNEL_VERSION < (5 << 16) + (10 << 8) || address == 0 || &no_such_symbol)
		return -1;
	return CONFIG_HZ;
}

extern void bpf_rcu_read_lock(void) __attribute__((section(".ksyms")));
extern void bpf_rcu_read_unlock(void) __attribute__((section(".ksyms")));

/* Calls functions of the kernel (Linux 6.2). */
SEC("?tc")
int locks(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 7;
}

char _license[] SEC("license") = "GPL";
