/* Each definition is read by its own size: iproute2's, gobpf's and libbpf's layouts in one object. */
#include "legacy_def.h"

struct iproute2_map_def SEC("maps/by_tc") by_tc = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 36,
	.pinning = PIN_GLOBAL_NS,
};

struct gobpf_map_def SEC("maps/by_gobpf") by_gobpf = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 280,
	.pinning = PIN_GLOBAL_NS,
	.namespace = "both",
};

struct libbpf_map_def SEC("maps/by_libbpf") by_libbpf = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 20,
};
