/* A program with a function that another may replace, and the replacement, which is loaded when told to. */
#include "load_def.h"

COUNTERS(counts, 2);

noinline int replaceable(int n)
{
	volatile int result = n + 1;

	return result;
}

SEC("tc")
int target(void *ctx)
{
	return replaceable(41);
}

SEC("?freplace/replaceable")
int replacement(int n)
{
	ADD(counts, 0, 1);
	return n + 2;
}

LICENSE("GPL")
