/* PIN_OBJECT_NS: the map is shared by all who load this very file; its sha1 is in the path. */
#include "legacy_def.h"

struct gobpf_map_def per_object SEC("maps/per_object") = {
	.type = BPF_MAP_TYPE_PERCPU_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 16,
	.pinning = PIN_OBJECT_NS,
};
