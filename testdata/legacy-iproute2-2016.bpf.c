/* iproute2's 28-byte layout from before 2017: told from aya's by pinning 2. */
#include "legacy_def.h"

struct iproute2_old_map_def SEC("maps") old_global = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 256,
	.id = 3,
	.pinning = PIN_GLOBAL_NS,
};
