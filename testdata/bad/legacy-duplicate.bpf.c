/* Two maps of one name: a section maps/twice and a symbol twice. */
#include "legacy_def.h"

struct libbpf_map_def SEC("maps/twice") other = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};

struct libbpf_map_def SEC("maps") twice = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};
