/* A string constant that only the compiler names: .rodata.str1.1, without a DATASEC. */
#include "bpf_def.h"

static long (*bpf_trace_printk)(const char *text, __u32 size, ...) = (void *)6;

SEC("socket")
int say(void *ctx)
{
	bpf_trace_printk("a literal", 10);
	return 0;
}

char _license[] SEC("license") = "GPL";
