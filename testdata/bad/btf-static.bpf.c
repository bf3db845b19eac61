/* A static map: it has no name that a loader could use. */
#include "bpf_def.h"

static struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} hidden SEC(".maps");

SEC("socket")
int use(void *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&hidden, &key) != 0;
}
