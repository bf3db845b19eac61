/* Two maps of one name: a legacy and a BTF definition. */
#include "legacy_def.h"

struct libbpf_map_def SEC("maps/twice") other = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} twice SEC(".maps");
