/* Refers to a map of another object. */
#include "load_def.h"

struct elsewhere {
	int members;
};
extern struct elsewhere gone;
COUNTERS(counts, 1);

SEC("tc")
int misses(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&gone, &key);

	ADD(counts, 0, 1);
	return value ? 1 : 0;
}

LICENSE("GPL")
