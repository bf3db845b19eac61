/* A loop of more steps than any verifier goes through: refused for its length, with a long log. */
#include "load_def.h"

COUNTERS(counts, 1);

SEC("tc")
int endless(void *ctx)
{
	__u64 sum = 0;

	for (int i = 0; i < 10000000; i++)
		sum ^= bpf_ktime_get_ns();
	PUT(counts, 0, sum);
	return 0;
}

LICENSE("GPL")
