/*
 * Calls: global and static functions in .text, called from programs of two sections and from each other; each program gets
 * its own copy of what it calls. The functions use maps and data too, so that their own relocations come along.
 */
#include "load_def.h"

COUNTERS(counts, 8);

__u64 calls = 0;
const volatile __u64 factor = 3;

static noinline __u64 scale(__u64 n)
{
	calls++;
	return n * factor;
}

noinline int count_twice(__u32 index, __u32 amount)
{
	ADD(counts, index & 7, scale(amount));
	ADD(counts, index & 7, scale(amount));
	return 0;
}

static noinline int chain_end(__u32 n)
{
	ADD(counts, 1, scale(n));
	return n + 1;
}

static noinline int chain_middle(__u32 n)
{
	return chain_end(n + 1) + chain_end(n + 2);
}

/* counts[0] += 2 × 5 × factor; returns 0. */
SEC("tc")
int calls_global(void *ctx)
{
	return count_twice(0, 5);
}

/* counts[1] += (11 + 12) × factor; returns 12 + 13. */
SEC("tc")
int calls_chain(void *ctx)
{
	return chain_middle(10);
}

/* counts[2] += 2 × 1 × factor, from a program of another section; XDP_PASS. */
SEC("xdp")
int calls_from_xdp(void *ctx)
{
	count_twice(2, 1);
	return 2;
}

/* Calls nothing: its copy of .text is empty. counts[3] += 1. */
SEC("tc")
int calls_nothing(void *ctx)
{
	ADD(counts, 3, 1);
	return 7;
}

LICENSE("GPL")
