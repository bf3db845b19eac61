/* Flags that every kernel since 5.10 takes, one map each. */
#include "bpf_def.h"

#define FLAGGED(name_, type_, entries_, flags_)      \
	struct {                                     \
		__uint(type, type_);                 \
		__uint(max_entries, entries_);       \
		__uint(map_flags, flags_);           \
		__type(key, __u32);                  \
		__type(value, __u64);                \
		__uint(pinning, LIBBPF_PIN_BY_NAME); \
	} name_ SEC(".maps")

FLAGGED(no_prealloc, BPF_MAP_TYPE_HASH, 31, BPF_F_NO_PREALLOC);
FLAGGED(zero_seed, BPF_MAP_TYPE_HASH, 32, BPF_F_ZERO_SEED);
FLAGGED(rdonly, BPF_MAP_TYPE_ARRAY, 33, BPF_F_RDONLY);
FLAGGED(wronly, BPF_MAP_TYPE_ARRAY, 34, BPF_F_WRONLY);
FLAGGED(rdonly_prog, BPF_MAP_TYPE_ARRAY, 35, BPF_F_RDONLY_PROG);
FLAGGED(wronly_prog, BPF_MAP_TYPE_ARRAY, 36, BPF_F_WRONLY_PROG);
FLAGGED(mmapable, BPF_MAP_TYPE_ARRAY, 37, BPF_F_MMAPABLE);
FLAGGED(mmapable_rdonly, BPF_MAP_TYPE_ARRAY, 38, BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
FLAGGED(inner_sized, BPF_MAP_TYPE_ARRAY, 39, BPF_F_INNER_MAP);
FLAGGED(rdonly_hash, BPF_MAP_TYPE_HASH, 40, BPF_F_RDONLY);

char _license[] SEC("license") = "GPL";
