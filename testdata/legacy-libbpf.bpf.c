/* Four maps of libbpf's 20-byte layout in one shared section. */
#include "legacy_def.h"

struct libbpf_map_def SEC("maps") flows = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 16,
	.value_size = 24,
	.max_entries = 1000,
};

struct libbpf_map_def SEC("maps") counters = {
	.type = BPF_MAP_TYPE_PERCPU_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 64,
};

struct libbpf_map_def SEC("maps") routes = {
	.type = BPF_MAP_TYPE_LPM_TRIE,
	.key_size = 8,
	.value_size = 4,
	.max_entries = 256,
	.map_flags = BPF_F_NO_PREALLOC,
};

struct libbpf_map_def SEC("maps") jumps = {
	.type = BPF_MAP_TYPE_PROG_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 8,
};

SEC("socket")
int count(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&counters, &key);

	if (value)
		*value += 1;
	bpf_tail_call(ctx, &jumps, 0);
	return 0;
}

char _license[] SEC("license") = "GPL";
__u32 _version SEC("version") = 0x060100;
