/* aya's 28-byte layout: by name, not pinned, and by name with flags. */
#include "legacy_def.h"

struct aya_map_def SEC("maps") aya_named = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 100,
	.pinning = AYA_PIN_BY_NAME,
};

struct aya_map_def SEC("maps") aya_plain = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 3,
	.pinning = AYA_PIN_NONE,
};

struct aya_map_def SEC("maps") aya_sparse = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 2,
	.value_size = 2,
	.max_entries = 7,
	.map_flags = BPF_F_NO_PREALLOC,
	.id = 0,
	.pinning = AYA_PIN_BY_NAME,
};
