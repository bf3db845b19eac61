/*
 * One map of the type MAP_TYPE, pinned by name under MAP_NAME: the smallest definition that the kernel takes,
 * where it takes any. Makefile builds one object for each value of enum bpf_map_type.
 */
#include "bpf_def.h"

#define IS(type_) (MAP_TYPE == BPF_MAP_TYPE_##type_)
#define STORAGE (IS(SK_STORAGE) || IS(INODE_STORAGE) || IS(TASK_STORAGE) || IS(CGRP_STORAGE))
#define CGROUP_KEYED (IS(CGROUP_STORAGE) || IS(PERCPU_CGROUP_STORAGE))

struct lpm_key {
	__u32 bits;
	__u8 data[4];
};

struct cgroup_key {
	__u64 inode;
	__u32 attach_type;
};

struct {
	__uint(type, MAP_TYPE);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
#if STORAGE
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
#elif CGROUP_KEYED
	__type(key, struct cgroup_key);
	__type(value, __u64);
#elif IS(RINGBUF) || IS(USER_RINGBUF)
	__uint(max_entries, 4096);
#elif IS(ARENA)
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2);
#elif IS(LPM_TRIE)
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4);
	__type(key, struct lpm_key);
	__type(value, __u64);
#elif IS(QUEUE) || IS(STACK) || IS(BLOOM_FILTER)
	__uint(max_entries, 4);
	__type(value, __u64);
#elif IS(STACK_TRACE)
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 80);
#elif IS(ARRAY_OF_MAPS) || IS(HASH_OF_MAPS)
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_ARRAY);
		__uint(max_entries, 1);
		__type(key, __u32);
		__type(value, __u64);
	});
#elif IS(PROG_ARRAY) || IS(PERF_EVENT_ARRAY) || IS(CGROUP_ARRAY) || IS(DEVMAP) || IS(DEVMAP_HASH) || IS(CPUMAP) || \
	IS(XSKMAP) || IS(SOCKMAP) || IS(SOCKHASH)
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
#elif IS(INSN_ARRAY)
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 16);
#elif IS(STRUCT_OPS)
	/* All that can be said without the kernel's own BTF type of the value, which is missing here. */
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
#elif IS(RHASH)
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
#else
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
#endif
} MAP_NAME SEC(".maps");

char _license[] SEC("license") = "GPL";
