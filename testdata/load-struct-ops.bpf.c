/* Members of a table of functions of the kernel: a congestion control. */
#include "load_def.h"

struct sock;

struct tcp_congestion_ops {
	char name[16];
	__u32 (*undo_cwnd)(struct sock *sk);
	__u32 (*ssthresh)(struct sock *sk);
};

COUNTERS(hits, 1);

SEC("struct_ops/ssthresh")
__u32 t_ssthresh(__u64 *ctx)
{
	ADD(hits, 0, 1);
	return 7;
}

SEC("struct_ops/undo_cwnd")
__u32 t_undo_cwnd(__u64 *ctx)
{
	return 8;
}

SEC(".struct_ops")
struct tcp_congestion_ops own_control = {
	.name = "own_control",
	.ssthresh = (void *)t_ssthresh,
	.undo_cwnd = (void *)t_undo_cwnd,
};

LICENSE("GPL")
