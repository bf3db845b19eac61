/* Maps of maps as iproute2 declares them: inner_id names the template, inner_idx its slot. */
#include "legacy_def.h"

struct iproute2_map_def SEC("maps") inner_slot = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 1,
	.id = 1,
	.inner_idx = 2,
};

struct iproute2_map_def SEC("maps") inner_loose = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 6,
	.id = 2,
	.inner_idx = (__u32)-1,
};

struct iproute2_map_def SEC("maps") outer_array = {
	.type = BPF_MAP_TYPE_ARRAY_OF_MAPS,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 4,
	.pinning = PIN_GLOBAL_NS,
	.inner_id = 1,
};

struct iproute2_map_def SEC("maps") outer_hash = {
	.type = BPF_MAP_TYPE_HASH_OF_MAPS,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 9,
	.pinning = PIN_GLOBAL_NS,
	.inner_id = 2,
};
