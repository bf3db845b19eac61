/* Names longer than the kernel's 15 bytes: two that agree in those. */
#include "bpf_def.h"

#define NAMED(name_)                                 \
	struct {                                     \
		__uint(type, BPF_MAP_TYPE_ARRAY);    \
		__uint(max_entries, 1);              \
		__type(key, __u32);                  \
		__type(value, __u32);                \
		__uint(pinning, LIBBPF_PIN_BY_NAME); \
	} name_ SEC(".maps")

NAMED(a_map_with_a_rather_long_name);
NAMED(a_map_with_a_rather_long_name_too);

char _license[] SEC("license") = "GPL";
