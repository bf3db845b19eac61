/* 24 bytes, and the last four say something that no layout explains. */
#include "legacy_def.h"

struct {
	struct libbpf_map_def def;
	__u32 rest;
} unexplained SEC("maps") = {
	.def = { BPF_MAP_TYPE_HASH, 4, 8, 100, 0 },
	.rest = 1,
};
