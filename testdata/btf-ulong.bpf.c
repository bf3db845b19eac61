/* Numbers written with __ulong: an enum of one value, 64 bits wide where the value needs it. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__ulong(max_entries, 21);
	__ulong(map_extra, 3);
	__type(value, __u32);
} small SEC(".maps");
