/* 16 bytes: shorter than any layout. */
#include "legacy_def.h"

struct {
	__u32 type, key_size, value_size, max_entries;
} cut SEC("maps") = { BPF_MAP_TYPE_HASH, 4, 8, 100 };
