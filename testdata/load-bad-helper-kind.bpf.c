/* Calls a helper that programs of its type may not call: bpf_skb_store_bytes in XDP. */
#include "load_def.h"

COUNTERS(counts, 1);

static long (*bpf_skb_store_bytes)(void *skb, __u32 offset, const void *from, __u32 len, __u64 flags) = (void *)9;

SEC("xdp")
int calls_wrong(void *ctx)
{
	__u32 word = 0;

	ADD(counts, 0, 1);
	return bpf_skb_store_bytes(ctx, 0, &word, 4, 0);
}

LICENSE("GPL")
