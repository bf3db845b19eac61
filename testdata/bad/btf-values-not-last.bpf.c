/* values comes last. */
#include "bpf_def.h"

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__type(key, __u32);
	struct inner *values[0];
	__uint(max_entries, 1);
} broken SEC(".maps");
