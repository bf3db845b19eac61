/* A pinning mode that gobpf does not have. */
#include "legacy_def.h"

struct gobpf_map_def SEC("maps/odd") odd = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 100,
	.pinning = 7,
};
