/* A member of the wrong shape: type is a number, not a pointer to a type. */
#include "bpf_def.h"

struct {
	__type(type, __u32);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} broken SEC(".maps");
