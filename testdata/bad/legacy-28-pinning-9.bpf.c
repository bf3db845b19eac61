/* 28 bytes whose last word is neither aya's nor iproute2's. */
#include "legacy_def.h"

struct aya_map_def SEC("maps") odd = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 100,
	.pinning = 9,
};
