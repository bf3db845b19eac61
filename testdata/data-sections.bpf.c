/* Global variables of every data section; .data.hidden has static variables only. */
#include "bpf_def.h"

__u64 packets = 5;
__u32 limits[3] = { 1, 2, 3 };
const volatile __u32 threshold = 77;
const volatile char greeting[] = "hello";
__u64 dropped;
__u32 seen[16];
__u32 custom SEC(".data.custom") = 0xc0ffee;
static volatile __u32 hidden SEC(".data.hidden") = 9;
const volatile __u64 extra SEC(".rodata.x") = 0x1122334455667788;
__u64 late SEC(".bss.late");

SEC("socket")
int sum(void *ctx)
{
	packets += limits[1] + threshold + greeting[0] + dropped + seen[3] + custom + hidden + extra + late;
	return 0;
}

char _license[] SEC("license") = "GPL";
