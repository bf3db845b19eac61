/* A static map in a legacy section. */
#include "legacy_def.h"

static struct libbpf_map_def SEC("maps") hidden = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};

SEC("socket")
int use(void *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&hidden, &key) != 0;
}
