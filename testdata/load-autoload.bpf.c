/* Programs that are not loaded by themselves; one of them is refused by the verifier. */
#include "load_def.h"

COUNTERS(counts, 2);

SEC("tc")
int wanted(void *ctx)
{
	ADD(counts, 0, 1);
	return 1;
}

SEC("?tc")
int on_demand(void *ctx)
{
	ADD(counts, 1, 1);
	return 2;
}

SEC("?tc")
int broken(void *ctx)
{
	__u32 key = 5;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);

	*value = 1;
	return 0;
}

LICENSE("GPL")
