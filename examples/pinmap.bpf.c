/* A map that pins itself by its name: the definition that libbpf, bpftool, cilium/ebpf and aya share. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} pinmap SEC(".maps");

SEC("socket")
int count(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&pinmap, &key);

	if (value)
		*value += 1;
	return 0;
}

char _license[] SEC("license") = "GPL";
