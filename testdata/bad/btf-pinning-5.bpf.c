/* pinning is 0 or 1. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, 5);
} broken SEC(".maps");
