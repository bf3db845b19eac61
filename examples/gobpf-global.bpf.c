/* PIN_GLOBAL_NS: the map is shared under its namespace, NAMESPACE/globals/NAME. */
#include "legacy_def.h"

struct gobpf_map_def shared_hash SEC("maps/shared_hash") = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 1024,
	.pinning = PIN_GLOBAL_NS,
	.namespace = "ns1",
};
