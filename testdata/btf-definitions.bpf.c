/* Ways to write one kind of definition: typedefs, tags, sizes with and without types. */
#include "bpf_def.h"

struct flow {
	__u32 source;
	__u32 target;
	__u16 port;
};

typedef struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 11);
	__type(key, struct flow);
	__type(value, __u64[3]);
} flow_table;

flow_table typedefed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 12);
	__uint(key_size, 4);
	__uint(value_size, 100);
} sizes_only SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 13);
	__type(key, struct flow);
	__uint(key_size, sizeof(struct flow));
	__type(value, char[5]);
	__uint(value_size, 5);
} sizes_and_types SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 14);
	__type(key, int);
	__type(value, struct flow);
} tagged __tag("first") __tag("owner:net") SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 15);
	__uint(map_flags, BPF_F_NUMA_NODE | BPF_F_NO_PREALLOC);
	__uint(numa_node, 0);
	__type(key, __u32);
	__type(value, __u32);
} on_node SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 16);
	__uint(map_extra, 7);
	__uint(key_size, 0);
	__type(value, __u64);
} seven_hashes SEC(".maps");

char _license[] SEC("license") = "GPL";
