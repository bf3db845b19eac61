/* Maps of maps: a template alone, templates with initial slots, and both kinds of outer map. */
#include "bpf_def.h"

struct inner_hash {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} first_inner SEC(".maps"), second_inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__array(values, struct inner_hash);
} outer_array SEC(".maps") = {
	.values = { [0] = &first_inner, [3] = &second_inner },
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 5);
	__type(key, __u32);
	__uint(value_size, 4);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__array(values, struct inner_hash);
} outer_hash SEC(".maps") = {
	.values = { [1] = &second_inner },
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_ARRAY);
		__uint(max_entries, 16);
		__uint(map_flags, BPF_F_INNER_MAP);
		__type(key, __u32);
		__type(value, __u32);
	});
} outer_empty SEC(".maps");

char _license[] SEC("license") = "GPL";
