/* Definitions longer than libbpf's 20 bytes, zero past them: still libbpf's layout. */
#include "legacy_def.h"

struct {
	struct libbpf_map_def def;
	__u32 zero[1];
} padded_24 SEC("maps/padded_24") = {
	.def = { BPF_MAP_TYPE_HASH, 4, 8, 24, 0 },
};

struct {
	struct libbpf_map_def def;
	__u32 zero[3];
} padded_32 SEC("maps/padded_32") = {
	.def = { BPF_MAP_TYPE_ARRAY, 4, 16, 32, 0 },
};

struct {
	struct libbpf_map_def def;
	__u32 zero[5];
} padded_40 SEC("maps/padded_40") = {
	.def = { BPF_MAP_TYPE_LRU_HASH, 8, 8, 40, 0 },
};
