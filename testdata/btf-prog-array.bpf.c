/* A program array whose slots the definition fills. */
#include "bpf_def.h"

int zero(void *ctx);
int two(void *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, 4);
	__array(values, int(void *));
} jumps SEC(".maps") = {
	.values = { [0] = (void *)&zero, [2] = (void *)&two },
};

SEC("socket/zero")
int zero(void *ctx)
{
	return 0;
}

SEC("socket/two")
int two(void *ctx)
{
	return 2;
}

SEC("socket")
int entry(void *ctx)
{
	bpf_tail_call(ctx, &jumps, 2);
	return 1;
}

char _license[] SEC("license") = "GPL";
