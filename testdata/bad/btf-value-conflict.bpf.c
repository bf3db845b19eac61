/* value_size contradicts value. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__uint(value_size, 4);
	__type(value, __u64);
} broken SEC(".maps");
