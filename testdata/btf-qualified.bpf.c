/* Const and volatile around a definition, and a typedef of that: the struct below counts. */
#include "bpf_def.h"

typedef const volatile struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 17);
	__type(key, const __u32);
	__type(value, volatile __u64);
} qualified_table;

qualified_table qualified SEC(".maps");
