/*
 * A member of a table of functions of the kernel that may sleep (Linux 6.4): the table that is there for tests.
 * Its programs may call no helper.
 */
#include "load_def.h"

struct bpf_dummy_ops_state;

struct bpf_dummy_ops {
	int (*test_sleepable)(struct bpf_dummy_ops_state *state);
};

SEC("struct_ops.s/test_sleepable")
int t_sleepable(__u64 *ctx)
{
	return 0;
}

SEC(".struct_ops")
struct bpf_dummy_ops dummy = {
	.test_sleepable = (void *)t_sleepable,
};

LICENSE("GPL")
