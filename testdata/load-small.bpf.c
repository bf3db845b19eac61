/* Small, with one of most that a loader has to do: what mutations start from. */
#include "load_def.h"

COUNTERS(counts, 2);

const volatile __u32 step = 1;
__u64 total;

struct task_struct___small {
	int tgid;
} accessed_by_index;

extern int LINUX_KERNEL_VERSION __kconfig;

static noinline __u64 doubled(__u64 n)
{
	return n * 2;
}

static int each(__u32 index, void *context)
{
	return index == 2;
}

SEC("tc")
int small(void *ctx)
{
	struct task_struct___small *task = (void *)bpf_get_current_task();
	int tgid = 0;

	total += doubled(step);
	bpf_loop(3, each, NULL, 0);
	bpf_probe_read_kernel(&tgid, sizeof(tgid), &task->tgid);
	PUT(counts, 0, tgid);
	PUT(counts, 1, LINUX_KERNEL_VERSION);
	return 0;
}

SEC("?xdp")
int other(void *ctx)
{
	ADD(counts, 1, 1);
	return 2;
}

LICENSE("GPL")
