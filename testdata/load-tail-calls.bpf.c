/* Tail calls through the slots of a program array, which the object itself fills; slot 1 stays empty. */
#include "load_def.h"

COUNTERS(counts, 4);

int first(void *ctx);
int third(void *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__array(values, int(void *));
} jumps SEC(".maps") = {
	.values = {
		[0] = (void *)&first,
		[2] = (void *)&third,
	},
};

__u32 slot = 0;

/* counts[1] += 1; returns 101. */
SEC("tc")
int first(void *ctx)
{
	ADD(counts, 1, 1);
	return 101;
}

/* counts[3] += 1; returns 103. */
SEC("tc")
int third(void *ctx)
{
	ADD(counts, 3, 1);
	return 103;
}

/* counts[0] += 1, then goes to the program of `slot`; returns 55 where there is none. */
SEC("tc")
int entry(void *ctx)
{
	ADD(counts, 0, 1);
	bpf_tail_call(ctx, &jumps, slot);
	return 55;
}

LICENSE("GPL")
