/* The variable itself holds something: a definition is all types, its bytes are zero. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} broken SEC(".maps") = {
	.key = (__u32 *)0x10,
};
