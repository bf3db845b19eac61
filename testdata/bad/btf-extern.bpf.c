/* An extern map: defined in another object. */
#include "bpf_def.h"

extern struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} elsewhere __attribute__((section(".maps")));

SEC("socket")
int use(void *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&elsewhere, &key) != 0;
}
