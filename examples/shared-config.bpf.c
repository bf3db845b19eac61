/* Global variables are maps too: .rodata is frozen after it is filled, .data and .bss stay open. */
#include "bpf_def.h"

const volatile __u32 sample_rate = 100;
__u64 bytes_limit = 1 << 20;
__u64 bytes_seen;

SEC("socket")
int measure(void *ctx)
{
	bytes_seen += sample_rate;
	return bytes_seen < bytes_limit;
}

char _license[] SEC("license") = "GPL";
