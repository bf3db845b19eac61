/* No type. */
#include "bpf_def.h"

struct {
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} broken SEC(".maps");
