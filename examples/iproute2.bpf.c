/* A map as tc and ip declared it before they took to libbpf: shared under tc/globals. */
#include "legacy_def.h"

struct iproute2_map_def jmp_state SEC("maps") = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u32),
	.max_entries = 256,
	.pinning = PIN_GLOBAL_NS,
};

SEC("classifier")
int ingress(void *skb)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&jmp_state, &key) ? 0 : -1;
}

char _license[] SEC("license") = "GPL";
