/* 28 bytes as the kernel's samples use them: inner_map_idx and numa_node where aya and iproute2 have others. */
#include "legacy_def.h"

struct {
	struct libbpf_map_def def;
	__u32 inner_map_idx;
	__u32 numa_node;
} sample SEC("maps") = {
	.def = { BPF_MAP_TYPE_HASH, 4, 8, 100, BPF_F_NUMA_NODE },
	.numa_node = 1,
};
