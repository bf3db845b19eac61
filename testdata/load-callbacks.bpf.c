/* Callbacks: addresses of static functions given to helpers. Linux 5.13 (bpf_for_each_map_elem), 5.17 (bpf_loop). */
#include "load_def.h"

COUNTERS(counts, 4);
COUNTERS(elements, 5);

struct sum {
	__u64 total;
};

static noinline __u64 weigh(__u64 n)
{
	return n * n;
}

static int add_element(void *map, __u32 *key, __u64 *value, struct sum *sum)
{
	sum->total += *value + *key;
	return 0;
}

static int add_weight(__u32 index, struct sum *sum)
{
	sum->total += weigh(index);
	return index == 4;
}

/* counts[0] = the sum of elements' values and keys. */
SEC("tc")
int for_each(void *ctx)
{
	struct sum sum = {};

	bpf_for_each_map_elem(&elements, add_element, &sum, 0);
	PUT(counts, 0, sum.total);
	return 0;
}

/* counts[1] = 0 + 1 + 4 + 9 + 16, since the callback stops at 4; returns 5, the number of rounds. */
SEC("tc")
int loops(void *ctx)
{
	struct sum sum = {};
	long rounds = bpf_loop(100, add_weight, &sum, 0);

	PUT(counts, 1, sum.total);
	return rounds;
}

LICENSE("GPL")
