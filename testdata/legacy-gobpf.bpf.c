/* gobpf's 280-byte layout with each of its pinning modes. */
#include "legacy_def.h"

struct gobpf_map_def SEC("maps/not_pinned") not_pinned = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 128,
	.pinning = PIN_NONE,
};

struct gobpf_map_def SEC("maps/object_scope") object_scope = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 2,
	.pinning = PIN_OBJECT_NS,
};

struct gobpf_map_def SEC("maps/object_named") object_named = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 3,
	.pinning = PIN_OBJECT_NS,
	.namespace = "team",
};

struct gobpf_map_def SEC("maps/global_scope") global_scope = {
	.type = BPF_MAP_TYPE_PERCPU_HASH,
	.key_size = 16,
	.value_size = 32,
	.max_entries = 1024,
	.map_flags = BPF_F_NO_PREALLOC,
	.pinning = PIN_GLOBAL_NS,
	.namespace = "ns1",
};

struct gobpf_map_def SEC("maps/custom_scope") custom_scope = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 128,
	.pinning = PIN_CUSTOM_NS,
};
