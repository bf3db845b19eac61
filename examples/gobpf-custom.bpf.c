/* gobpf's example: PIN_CUSTOM_NS leaves the whole path to whoever loads the object. */
#include "legacy_def.h"

struct gobpf_map_def dummy_array_custom SEC("maps/dummy_array_custom") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(int),
	.value_size = sizeof(unsigned int),
	.max_entries = 128,
	.pinning = PIN_CUSTOM_NS,
};
