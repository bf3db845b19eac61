/* libbpf's 20-byte layout, one section a map: the section gives the name. */
#include "legacy_def.h"

struct libbpf_map_def SEC("maps/events") events_symbol = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 10,
};

struct libbpf_map_def SEC("maps/state") state = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 12,
	.max_entries = 2,
};

char _license[] SEC("license") = "Dual MIT/GPL";
