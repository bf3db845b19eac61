/*
 * One small program for each section name that says a program's type, but those that need another program
 * (load-freplace.bpf.c) or a table of functions (load-struct-ops.bpf.c). With -DKNOWN_TO_LIBBPF only what libbpf 1.1 and
 * Linux 6.1 know, so that bpftool can load the whole of it.
 */
#include "load_def.h"

COUNTERS(hits, 1);

#define PROGRAM(section_, name_, result)        \
	SEC(section_)                           \
	int name_(void *ctx)                    \
	{                                       \
		ADD(hits, 0, 1);                \
		return result;                  \
	}

/* Calls what only a program that may sleep may call. */
#define SLEEPER(section_, name_, result)                \
	SEC(section_)                                   \
	int name_(void *ctx)                            \
	{                                               \
		char byte;                              \
							\
		bpf_copy_from_user(&byte, 1, NULL);     \
		ADD(hits, 0, 1);                        \
		return result;                          \
	}

PROGRAM("socket", t_socket, 0)
PROGRAM("sk_reuseport", t_reuseport, 1)
PROGRAM("sk_reuseport/migrate", t_migrate, 1)

PROGRAM("kprobe/do_unlinkat", t_kprobe, 0)
PROGRAM("kretprobe/do_unlinkat", t_kretprobe, 0)
PROGRAM("kprobe.multi/tcp_*", t_kprobe_multi, 0)
PROGRAM("kretprobe.multi/tcp_*", t_kretprobe_mul, 0)
PROGRAM("uprobe//bin/true:main", t_uprobe, 0)
SLEEPER("uprobe.s//bin/true:main", t_uprobe_s, 0)
PROGRAM("uretprobe//bin/true:main", t_uretprobe, 0)
SLEEPER("uretprobe.s//bin/true:main", t_uretprobe_s, 0)
PROGRAM("ksyscall/unlinkat", t_ksyscall, 0)
PROGRAM("kretsyscall/unlinkat", t_kretsyscall, 0)
PROGRAM("usdt//bin/true:provider:name", t_usdt, 0)
#ifndef KNOWN_TO_LIBBPF
PROGRAM("kprobe.session/tcp_*", t_kprobe_sess, 0)
PROGRAM("uprobe.multi//bin/true:ma*", t_uprobe_multi, 0)
SLEEPER("uprobe.multi.s//bin/true:ma*", t_uprobe_mul_s, 0)
PROGRAM("uretprobe.multi//bin/true:ma*", t_uretprobe_m, 0)
SLEEPER("uretprobe.multi.s//bin/true:ma*", t_uretprobe_m_s, 0)
PROGRAM("uprobe.session//bin/true:ma*", t_uprobe_sess, 0)
SLEEPER("uprobe.session.s//bin/true:ma*", t_uprobe_sess_s, 0)
SLEEPER("usdt.s//bin/true:provider:name", t_usdt_s, 0)
#endif

PROGRAM("tc", t_tc, 0)
PROGRAM("classifier", t_classifier, 0)
PROGRAM("action", t_action, 0)
#ifndef KNOWN_TO_LIBBPF
PROGRAM("tc/ingress", t_tc_ingress, 0)
PROGRAM("tc/egress", t_tc_egress, 0)
PROGRAM("tcx/ingress", t_tcx_ingress, 0)
PROGRAM("tcx/egress", t_tcx_egress, 0)
PROGRAM("netkit/primary", t_netkit, 0)
PROGRAM("netkit/peer", t_netkit_peer, 0)
PROGRAM("sched_cls", t_sched_cls, 0)
PROGRAM("sched_act", t_sched_act, 0)
#endif

PROGRAM("tracepoint/sched/sched_switch", t_tracepoint, 0)
PROGRAM("tp/sched/sched_switch", t_tp, 0)
PROGRAM("raw_tracepoint/sched_switch", t_raw_tracepnt, 0)
PROGRAM("raw_tp/sched_switch", t_raw_tp, 0)
PROGRAM("raw_tracepoint.w/nbd_send_request", t_raw_tracepn_w, 0)
PROGRAM("raw_tp.w/nbd_send_request", t_raw_tp_w, 0)
PROGRAM("tp_btf/sched_switch", t_tp_btf, 0)
PROGRAM("fentry/bpf_fentry_test1", t_fentry, 0)
PROGRAM("fexit/bpf_fentry_test1", t_fexit, 0)
PROGRAM("fmod_ret/security_file_open", t_fmod_ret, 0)
PROGRAM("lsm/file_open", t_lsm, 0)
SLEEPER("lsm.s/file_open", t_lsm_s, 0)
PROGRAM("lsm_cgroup/socket_bind", t_lsm_cgroup, 1)
PROGRAM("iter/task", t_iter, 0)
SLEEPER("iter.s/task", t_iter_s, 0)
SLEEPER("syscall", t_syscall, 0)
PROGRAM("perf_event", t_perf_event, 0)
#ifndef KNOWN_TO_LIBBPF
PROGRAM("fsession/bpf_fentry_test1", t_fsession, 0)
SLEEPER("fentry.s/bpf_fentry_test1", t_fentry_s, 0)
SLEEPER("fexit.s/bpf_fentry_test1", t_fexit_s, 0)
SLEEPER("fmod_ret.s/bpf_fentry_test1", t_fmod_ret_s, 0)
SLEEPER("fsession.s/bpf_fentry_test1", t_fsession_s, 0)
#endif

PROGRAM("xdp", t_xdp, 2)
PROGRAM("xdp.frags", t_xdp_frags, 2)
PROGRAM("xdp/devmap", t_xdp_devmap, 2)
PROGRAM("xdp.frags/devmap", t_xdp_frags_dev, 2)
PROGRAM("xdp/cpumap", t_xdp_cpumap, 2)
PROGRAM("xdp.frags/cpumap", t_xdp_frags_cpu, 2)
PROGRAM("lwt_in", t_lwt_in, 0)
PROGRAM("lwt_out", t_lwt_out, 0)
PROGRAM("lwt_xmit", t_lwt_xmit, 0)
PROGRAM("lwt_seg6local", t_lwt_seg6local, 0)
PROGRAM("flow_dissector", t_flow_dissect, 0)
#ifndef KNOWN_TO_LIBBPF
PROGRAM("netfilter", t_netfilter, 1)
PROGRAM("lirc_mode2", t_lirc_mode2, 0)
#endif

PROGRAM("sockops", t_sockops, 1)
PROGRAM("sk_skb", t_sk_skb, 1)
PROGRAM("sk_skb/stream_parser", t_skb_parser, 1)
PROGRAM("sk_skb/stream_verdict", t_skb_verdict, 1)
PROGRAM("sk_msg", t_sk_msg, 1)
PROGRAM("sk_lookup", t_sk_lookup, 1)
#ifndef KNOWN_TO_LIBBPF
PROGRAM("sk_skb/verdict", t_sk_skb_verd, 1)
#endif

PROGRAM("cgroup_skb/ingress", t_cg_ingress, 1)
PROGRAM("cgroup_skb/egress", t_cg_egress, 1)
PROGRAM("cgroup/skb", t_cg_skb, 1)
PROGRAM("cgroup/sock", t_cg_sock, 1)
PROGRAM("cgroup/sock_create", t_cg_sock_creat, 1)
PROGRAM("cgroup/sock_release", t_cg_sock_relea, 1)
PROGRAM("cgroup/post_bind4", t_cg_post_bind4, 1)
PROGRAM("cgroup/post_bind6", t_cg_post_bind6, 1)
PROGRAM("cgroup/bind4", t_cg_bind4, 1)
PROGRAM("cgroup/bind6", t_cg_bind6, 1)
PROGRAM("cgroup/connect4", t_cg_connect4, 1)
PROGRAM("cgroup/connect6", t_cg_connect6, 1)
PROGRAM("cgroup/sendmsg4", t_cg_sendmsg4, 1)
PROGRAM("cgroup/sendmsg6", t_cg_sendmsg6, 1)
PROGRAM("cgroup/recvmsg4", t_cg_recvmsg4, 1)
PROGRAM("cgroup/recvmsg6", t_cg_recvmsg6, 1)
PROGRAM("cgroup/getpeername4", t_cg_peername4, 1)
PROGRAM("cgroup/getpeername6", t_cg_peername6, 1)
PROGRAM("cgroup/getsockname4", t_cg_sockname4, 1)
PROGRAM("cgroup/getsockname6", t_cg_sockname6, 1)
PROGRAM("cgroup/sysctl", t_cg_sysctl, 1)
PROGRAM("cgroup/getsockopt", t_cg_getsockopt, 1)
PROGRAM("cgroup/setsockopt", t_cg_setsockopt, 1)
PROGRAM("cgroup/dev", t_cg_dev, 1)
#ifndef KNOWN_TO_LIBBPF
PROGRAM("cgroup/connect_unix", t_cg_connect_un, 1)
PROGRAM("cgroup/sendmsg_unix", t_cg_sendmsg_un, 1)
PROGRAM("cgroup/recvmsg_unix", t_cg_recvmsg_un, 1)
PROGRAM("cgroup/getpeername_unix", t_cg_peername_u, 1)
PROGRAM("cgroup/getsockname_unix", t_cg_sockname_u, 1)
#endif

LICENSE("GPL")
