/* An inner map cannot be pinned by its definition. */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64);
		__uint(pinning, LIBBPF_PIN_BY_NAME); });
} broken SEC(".maps");
