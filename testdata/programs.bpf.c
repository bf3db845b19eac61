/* Programs of many sections: names that imply a type, an attach type, a target; and one that nobody knows. */
#include "bpf_def.h"

#define PROGRAM(section_, name_)   \
	SEC(section_)              \
	int name_(void *ctx)       \
	{                          \
		return 0;          \
	}

PROGRAM("socket", p_socket)
PROGRAM("sk_reuseport/migrate", p_sk_reuseport_migrate)
PROGRAM("sk_reuseport", p_sk_reuseport)
PROGRAM("kprobe/do_unlinkat", p_kprobe)
PROGRAM("kretprobe/do_unlinkat", p_kretprobe)
PROGRAM("uprobe//bin/true:main", p_uprobe)
PROGRAM("uretprobe//bin/true:main", p_uretprobe)
PROGRAM("kprobe.multi/tcp_*", p_kprobe_multi)
PROGRAM("kretprobe.multi/tcp_*", p_kretprobe_multi)
PROGRAM("ksyscall/unlinkat", p_ksyscall)
PROGRAM("usdt//bin/true:provider:name", p_usdt)
PROGRAM("tc", p_tc)
PROGRAM("classifier", p_classifier)
PROGRAM("action", p_action)
PROGRAM("tracepoint/sched/sched_switch", p_tracepoint)
PROGRAM("tp/sched/sched_switch", p_tp)
PROGRAM("raw_tracepoint/sched_switch", p_raw_tracepoint)
PROGRAM("raw_tp/sched_switch", p_raw_tp)
PROGRAM("raw_tracepoint.w/nbd_send_request", p_raw_tracepoint_writable)
PROGRAM("tp_btf/sched_switch", p_tp_btf)
PROGRAM("fentry/do_unlinkat", p_fentry)
PROGRAM("fexit/do_unlinkat", p_fexit)
PROGRAM("fentry.s/do_unlinkat", p_fentry_sleepable)
PROGRAM("fmod_ret/do_unlinkat", p_fmod_ret)
PROGRAM("freplace/target", p_freplace)
PROGRAM("lsm/file_open", p_lsm)
PROGRAM("lsm.s/file_open", p_lsm_sleepable)
PROGRAM("lsm_cgroup/socket_bind", p_lsm_cgroup)
PROGRAM("iter/task", p_iter)
PROGRAM("syscall", p_syscall)
PROGRAM("xdp", p_xdp)
PROGRAM("xdp/devmap", p_xdp_devmap)
PROGRAM("xdp/cpumap", p_xdp_cpumap)
PROGRAM("xdp.frags", p_xdp_frags)
PROGRAM("perf_event", p_perf_event)
PROGRAM("lwt_in", p_lwt_in)
PROGRAM("lwt_out", p_lwt_out)
PROGRAM("lwt_xmit", p_lwt_xmit)
PROGRAM("lwt_seg6local", p_lwt_seg6local)
PROGRAM("cgroup_skb/ingress", p_cgroup_skb_ingress)
PROGRAM("cgroup_skb/egress", p_cgroup_skb_egress)
PROGRAM("cgroup/skb", p_cgroup_skb)
PROGRAM("cgroup/sock_create", p_cgroup_sock_create)
PROGRAM("cgroup/sock_release", p_cgroup_sock_release)
PROGRAM("cgroup/post_bind4", p_cgroup_post_bind4)
PROGRAM("cgroup/bind4", p_cgroup_bind4)
PROGRAM("cgroup/connect6", p_cgroup_connect6)
PROGRAM("cgroup/sysctl", p_cgroup_sysctl)
PROGRAM("cgroup/getsockopt", p_cgroup_getsockopt)
PROGRAM("cgroup/dev", p_cgroup_dev)
PROGRAM("sockops", p_sockops)
PROGRAM("sk_skb/stream_parser", p_sk_skb_parser)
PROGRAM("sk_skb/stream_verdict", p_sk_skb_verdict)
PROGRAM("sk_skb", p_sk_skb)
PROGRAM("sk_msg", p_sk_msg)
PROGRAM("lirc_mode2", p_lirc_mode2)
PROGRAM("flow_dissector", p_flow_dissector)
PROGRAM("sk_lookup", p_sk_lookup)
PROGRAM("netfilter", p_netfilter)
PROGRAM("struct_ops/open", p_struct_ops)
PROGRAM("nobody/knows/this", p_unknown)

SEC("socket")
int p_socket_second(void *ctx)
{
	return 1;
}

static __attribute__((noinline)) int subprogram(int n)
{
	return n * 3;
}

SEC("socket")
int p_socket_calls(void *ctx)
{
	return subprogram((int)(long)ctx);
}

char _license[] SEC("license") = "GPL";
