/* The layouts of legacy map definitions, as each loader's headers declare them (all fields 32 bits). */
#pragma once

#include "bpf_def.h"

/* libbpf before 1.0 and the kernel's samples: 20 bytes. */
struct libbpf_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;
};

/* aya: 28 bytes. */
struct aya_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;
	__u32 id;
	__u32 pinning;
};
#define AYA_PIN_NONE 0
#define AYA_PIN_BY_NAME 1

/* tc and ip since 2017: 36 bytes. */
struct iproute2_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 flags;
	__u32 id;
	__u32 pinning;
	__u32 inner_id;
	__u32 inner_idx;
};

/* tc and ip before 2017: 28 bytes. */
struct iproute2_old_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 flags;
	__u32 id;
	__u32 pinning;
};
#define PIN_NONE 0
#define PIN_OBJECT_NS 1
#define PIN_GLOBAL_NS 2

/* gobpf: 280 bytes. */
struct gobpf_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;
	__u32 pinning;
	char namespace[256];
};
#define PIN_CUSTOM_NS 3
