/* A map of maps with two of its slots filled by the definition. */
#include "bpf_def.h"

struct bucket {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} morning SEC(".maps"), evening SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__array(values, struct bucket);
} hours SEC(".maps") = {
	.values = { [0] = &morning, [1] = &evening },
};

char _license[] SEC("license") = "GPL";
