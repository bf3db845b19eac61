/* A program and nothing else. */
#include "bpf_def.h"

SEC("xdp")
int pass(void *ctx)
{
	return 2;
}

char _license[] SEC("license") = "GPL";
