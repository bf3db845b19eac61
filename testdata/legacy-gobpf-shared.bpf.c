/* gobpf's layout in one shared section: the symbols give the names. */
#include "legacy_def.h"

struct gobpf_map_def SEC("maps") first = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
	.pinning = PIN_GLOBAL_NS,
	.namespace = "shared",
};

struct gobpf_map_def SEC("maps") second = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 64,
	.max_entries = 2,
	.pinning = PIN_GLOBAL_NS,
};
