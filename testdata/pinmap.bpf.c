/*
 * One map, pinned by name: array of one u64. With VARIANT_… one field differs, for tests of incompatible pins.
 */
#include "bpf_def.h"

#ifndef PINMAP_TYPE
#define PINMAP_TYPE BPF_MAP_TYPE_ARRAY
#endif
#ifndef PINMAP_KEY_SIZE
#define PINMAP_KEY_SIZE 4
#endif
#ifndef PINMAP_VALUE_SIZE
#define PINMAP_VALUE_SIZE 8
#endif
#ifndef PINMAP_ENTRIES
#define PINMAP_ENTRIES 1
#endif

struct {
	__uint(type, PINMAP_TYPE);
	__uint(max_entries, PINMAP_ENTRIES);
#ifdef PINMAP_SIZES
	__uint(key_size, PINMAP_KEY_SIZE);
	__uint(value_size, PINMAP_VALUE_SIZE);
#else
	__type(key, __u32);
	__type(value, __u64);
#endif
#ifdef PINMAP_FLAGS
	__uint(map_flags, PINMAP_FLAGS);
#endif
#ifdef PINMAP_EXTRA
	__uint(map_extra, PINMAP_EXTRA);
#endif
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
