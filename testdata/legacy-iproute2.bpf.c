/* iproute2's 36-byte layout with each of its scopes; pinning 3 is a row of the user's table. */
#include "legacy_def.h"

struct iproute2_map_def SEC("maps") tc_none = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 4,
	.pinning = PIN_NONE,
};

struct iproute2_map_def SEC("maps") tc_object = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 16,
	.max_entries = 5,
	.id = 7,
	.pinning = PIN_OBJECT_NS,
};

struct iproute2_map_def SEC("maps") tc_global = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 256,
	.pinning = PIN_GLOBAL_NS,
};

struct iproute2_map_def SEC("maps") tc_table = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 8,
	.value_size = 8,
	.max_entries = 16,
	.flags = BPF_F_NO_PREALLOC,
	.pinning = 3,
};

SEC("classifier")
int ingress(void *skb)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&tc_none, &key);

	return value ? (int)*value : 0;
}

char _license[] SEC("license") = "GPL";
