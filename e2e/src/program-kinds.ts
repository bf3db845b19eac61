/**
 * What each program of testdata/load-types.bpf.c must become: the type's enumerator and, where its section says one, the
 * attach type's; from "Program Types and ELF Sections" of libbpf's documentation.
 */
export interface ProgramKind {
  type: string;
  attach?: string;
  sleepable?: true;
  /** What its section names, in the kernel's BTF. */
  target?: string;
}

const kprobe = (attach?: string): ProgramKind => ({ type: "KPROBE", ...(attach && { attach }) });
const sleepable = (kind: ProgramKind): ProgramKind => ({ ...kind, sleepable: true });
const tracing = (attach: string, target: string): ProgramKind => ({ type: "TRACING", attach, target });
const lsm = (attach: string, hook: string): ProgramKind => ({
  type: "LSM",
  attach,
  target: `bpf_lsm_${hook}`,
});
const cgroup = (type: string, attach: string): ProgramKind => ({ type: `CGROUP_${type}`, attach });
const address = (attach: string): ProgramKind => cgroup("SOCK_ADDR", attach);

const tested = "bpf_fentry_test1";

export const programKinds: Readonly<Record<string, ProgramKind>> = {
  t_socket: { type: "SOCKET_FILTER" },
  t_reuseport: { type: "SK_REUSEPORT", attach: "SK_REUSEPORT_SELECT" },
  t_migrate: { type: "SK_REUSEPORT", attach: "SK_REUSEPORT_SELECT_OR_MIGRATE" },

  t_kprobe: kprobe(),
  t_kretprobe: kprobe(),
  t_kprobe_multi: kprobe("TRACE_KPROBE_MULTI"),
  t_kretprobe_mul: kprobe("TRACE_KPROBE_MULTI"),
  t_kprobe_sess: kprobe("TRACE_KPROBE_SESSION"),
  t_uprobe: kprobe(),
  t_uprobe_s: sleepable(kprobe()),
  t_uretprobe: kprobe(),
  t_uretprobe_s: sleepable(kprobe()),
  t_uprobe_multi: kprobe("TRACE_UPROBE_MULTI"),
  t_uprobe_mul_s: sleepable(kprobe("TRACE_UPROBE_MULTI")),
  t_uretprobe_m: kprobe("TRACE_UPROBE_MULTI"),
  t_uretprobe_m_s: sleepable(kprobe("TRACE_UPROBE_MULTI")),
  t_uprobe_sess: kprobe("TRACE_UPROBE_SESSION"),
  t_uprobe_sess_s: sleepable(kprobe("TRACE_UPROBE_SESSION")),
  t_ksyscall: kprobe(),
  t_kretsyscall: kprobe(),
  t_usdt: kprobe(),
  t_usdt_s: sleepable(kprobe()),

  t_tc: { type: "SCHED_CLS" },
  t_classifier: { type: "SCHED_CLS" },
  t_action: { type: "SCHED_ACT" },
  t_tc_ingress: { type: "SCHED_CLS", attach: "TCX_INGRESS" },
  t_tc_egress: { type: "SCHED_CLS", attach: "TCX_EGRESS" },
  t_tcx_ingress: { type: "SCHED_CLS", attach: "TCX_INGRESS" },
  t_tcx_egress: { type: "SCHED_CLS", attach: "TCX_EGRESS" },
  t_netkit: { type: "SCHED_CLS", attach: "NETKIT_PRIMARY" },
  t_netkit_peer: { type: "SCHED_CLS", attach: "NETKIT_PEER" },
  t_sched_cls: { type: "SCHED_CLS" },
  t_sched_act: { type: "SCHED_ACT" },

  t_tracepoint: { type: "TRACEPOINT" },
  t_tp: { type: "TRACEPOINT" },
  t_raw_tracepnt: { type: "RAW_TRACEPOINT" },
  t_raw_tp: { type: "RAW_TRACEPOINT" },
  t_raw_tracepn_w: { type: "RAW_TRACEPOINT_WRITABLE" },
  t_raw_tp_w: { type: "RAW_TRACEPOINT_WRITABLE" },
  t_tp_btf: tracing("TRACE_RAW_TP", "btf_trace_sched_switch"),
  t_fentry: tracing("TRACE_FENTRY", tested),
  t_fentry_s: sleepable(tracing("TRACE_FENTRY", tested)),
  t_fexit: tracing("TRACE_FEXIT", tested),
  t_fexit_s: sleepable(tracing("TRACE_FEXIT", tested)),
  t_fmod_ret: tracing("MODIFY_RETURN", "security_file_open"),
  t_fmod_ret_s: sleepable(tracing("MODIFY_RETURN", tested)),
  t_fsession: tracing("TRACE_FSESSION", tested),
  t_fsession_s: sleepable(tracing("TRACE_FSESSION", tested)),
  t_lsm: lsm("LSM_MAC", "file_open"),
  t_lsm_s: sleepable(lsm("LSM_MAC", "file_open")),
  t_lsm_cgroup: lsm("LSM_CGROUP", "socket_bind"),
  t_iter: tracing("TRACE_ITER", "bpf_iter_task"),
  t_iter_s: sleepable(tracing("TRACE_ITER", "bpf_iter_task")),
  t_syscall: sleepable({ type: "SYSCALL" }),
  t_perf_event: { type: "PERF_EVENT" },

  t_xdp: { type: "XDP", attach: "XDP" },
  t_xdp_frags: { type: "XDP", attach: "XDP" },
  t_xdp_devmap: { type: "XDP", attach: "XDP_DEVMAP" },
  t_xdp_frags_dev: { type: "XDP", attach: "XDP_DEVMAP" },
  t_xdp_cpumap: { type: "XDP", attach: "XDP_CPUMAP" },
  t_xdp_frags_cpu: { type: "XDP", attach: "XDP_CPUMAP" },
  t_lwt_in: { type: "LWT_IN" },
  t_lwt_out: { type: "LWT_OUT" },
  t_lwt_xmit: { type: "LWT_XMIT" },
  t_lwt_seg6local: { type: "LWT_SEG6LOCAL" },
  t_netfilter: { type: "NETFILTER", attach: "NETFILTER" },
  t_flow_dissect: { type: "FLOW_DISSECTOR", attach: "FLOW_DISSECTOR" },
  t_lirc_mode2: { type: "LIRC_MODE2", attach: "LIRC_MODE2" },

  t_sockops: { type: "SOCK_OPS", attach: "CGROUP_SOCK_OPS" },
  t_sk_skb: { type: "SK_SKB" },
  t_skb_parser: { type: "SK_SKB", attach: "SK_SKB_STREAM_PARSER" },
  t_skb_verdict: { type: "SK_SKB", attach: "SK_SKB_STREAM_VERDICT" },
  t_sk_skb_verd: { type: "SK_SKB", attach: "SK_SKB_VERDICT" },
  t_sk_msg: { type: "SK_MSG", attach: "SK_MSG_VERDICT" },
  t_sk_lookup: { type: "SK_LOOKUP", attach: "SK_LOOKUP" },

  t_cg_ingress: cgroup("SKB", "CGROUP_INET_INGRESS"),
  t_cg_egress: cgroup("SKB", "CGROUP_INET_EGRESS"),
  t_cg_skb: { type: "CGROUP_SKB" },
  t_cg_sock: cgroup("SOCK", "CGROUP_INET_SOCK_CREATE"),
  t_cg_sock_creat: cgroup("SOCK", "CGROUP_INET_SOCK_CREATE"),
  t_cg_sock_relea: cgroup("SOCK", "CGROUP_INET_SOCK_RELEASE"),
  t_cg_post_bind4: cgroup("SOCK", "CGROUP_INET4_POST_BIND"),
  t_cg_post_bind6: cgroup("SOCK", "CGROUP_INET6_POST_BIND"),
  t_cg_bind4: address("CGROUP_INET4_BIND"),
  t_cg_bind6: address("CGROUP_INET6_BIND"),
  t_cg_connect4: address("CGROUP_INET4_CONNECT"),
  t_cg_connect6: address("CGROUP_INET6_CONNECT"),
  t_cg_connect_un: address("CGROUP_UNIX_CONNECT"),
  t_cg_sendmsg4: address("CGROUP_UDP4_SENDMSG"),
  t_cg_sendmsg6: address("CGROUP_UDP6_SENDMSG"),
  t_cg_sendmsg_un: address("CGROUP_UNIX_SENDMSG"),
  t_cg_recvmsg4: address("CGROUP_UDP4_RECVMSG"),
  t_cg_recvmsg6: address("CGROUP_UDP6_RECVMSG"),
  t_cg_recvmsg_un: address("CGROUP_UNIX_RECVMSG"),
  t_cg_peername4: address("CGROUP_INET4_GETPEERNAME"),
  t_cg_peername6: address("CGROUP_INET6_GETPEERNAME"),
  t_cg_peername_u: address("CGROUP_UNIX_GETPEERNAME"),
  t_cg_sockname4: address("CGROUP_INET4_GETSOCKNAME"),
  t_cg_sockname6: address("CGROUP_INET6_GETSOCKNAME"),
  t_cg_sockname_u: address("CGROUP_UNIX_GETSOCKNAME"),
  t_cg_sysctl: cgroup("SYSCTL", "CGROUP_SYSCTL"),
  t_cg_getsockopt: cgroup("SOCKOPT", "CGROUP_GETSOCKOPT"),
  t_cg_setsockopt: cgroup("SOCKOPT", "CGROUP_SETSOCKOPT"),
  t_cg_dev: cgroup("DEVICE", "CGROUP_DEVICE"),
};
