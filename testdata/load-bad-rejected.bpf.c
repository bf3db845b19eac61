/* The verifier refuses the second program: what a lookup gives may be NULL. Nothing of the first may be left. */
#include "load_def.h"

COUNTERS(counts, 2);

SEC("tc")
int sound(void *ctx)
{
	ADD(counts, 0, 1);
	return 0;
}

SEC("tc")
int unsound(void *ctx)
{
	__u32 key = 5;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);

	*value = 1; /* no test for NULL */
	return 0;
}

LICENSE("GPL")
