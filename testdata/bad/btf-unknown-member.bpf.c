/* A member that no loader knows; a warning with relaxed. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
	__uint(colour, 3);
} broken SEC(".maps");
