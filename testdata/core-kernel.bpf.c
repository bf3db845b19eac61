/* CO-RE relocations to types that kernels really have; what is in this kernel's BTF decides what they come to. */
#include "bpf_def.h"

#define CORE __attribute__((preserve_access_index))
#define INFO(name, kind, type, field)                                              \
	SEC("socket") int name(type *p) { return __builtin_preserve_field_info(p->field, kind); }

typedef struct { unsigned val; } CORE kuid_t;
struct cred { kuid_t uid; } CORE;
struct sched_entity { unsigned long long vruntime; unsigned on_rq; } CORE;
struct task_struct {
	int pid, tgid;
	struct task_struct *real_parent;
	const struct cred *cred;
	char comm[16];
	struct sched_entity se;
	unsigned in_execve : 1, sched_reset_on_fork : 1;
	long state;
	unsigned flags;
} CORE;
struct task_struct___old { long state; } CORE;
struct task_struct___new { unsigned __state; } CORE;
struct sk_buff { unsigned len; unsigned short protocol; unsigned char pkt_type : 3; unsigned char cloned : 1; } CORE;
struct file { unsigned f_flags; } CORE;
struct nameless_nobody { int x; } CORE;
struct bpf_map___flavour { unsigned max_entries; int map_type; } CORE;
struct sockaddr { unsigned short sa_family; char sa_data[14]; } CORE;
struct list_head { struct list_head *next, *prev; };
union bpf_attr { unsigned insn_cnt; } CORE;
enum bpf_map_type { BPF_MAP_TYPE_NOBODY = 99 };
enum bpf_map_type___mine { BPF_MAP_TYPE_RINGBUF___mine = 1, BPF_MAP_TYPE_HASH___mine = 2 };
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID };
enum zone_type___x { ZONE_NORMAL___x, ZONE_NONE___x };
enum bpf_func_id___x { BPF_FUNC_get_current_task_btf___x = 0xffff };
typedef unsigned long long u64;
typedef int (*initcall_t)(void);
typedef void (*btf_trace_sched_switch)(void *, _Bool, struct task_struct *, struct task_struct *);

SEC("socket") int pid(struct task_struct *p) { return p->pid + p->tgid; }
SEC("socket") long chain(struct task_struct *p) { return p->real_parent->real_parent->cred->uid.val; }
SEC("socket") int comm(struct task_struct *p) { return p->comm[15]; }
SEC("socket") long vruntime(struct task_struct *p) { return p->se.vruntime + p->se.on_rq; }
SEC("socket") long state(struct task_struct *p)
{
	struct task_struct___old *old = (void *)p;
	struct task_struct___new *new = (void *)p;

	if (__builtin_preserve_field_info(old->state, 2))
		return old->state;
	return new->__state;
}
INFO(bits_off, 0, struct task_struct, in_execve)
INFO(bits_size, 1, struct task_struct, in_execve)
INFO(bits_sign, 3, struct task_struct, in_execve)
INFO(bits_shl, 4, struct task_struct, in_execve)
INFO(bits_shr, 5, struct task_struct, in_execve)
INFO(reset_shl, 4, struct task_struct, sched_reset_on_fork)
INFO(pkt_off, 0, struct sk_buff, pkt_type)
INFO(pkt_size, 1, struct sk_buff, pkt_type)
INFO(pkt_shl, 4, struct sk_buff, pkt_type)
INFO(cloned_shl, 4, struct sk_buff, cloned)
INFO(state_has, 2, struct task_struct, state)
INFO(flags_size, 1, struct task_struct, flags)
SEC("socket") int skb(struct sk_buff *p) { return p->len + p->protocol; }
SEC("socket") int file(struct file *p) { return p->f_flags; }
SEC("socket") int flavour(struct bpf_map___flavour *p) { return p->max_entries + p->map_type; }
SEC("socket") int sockaddr(struct sockaddr *p) { return p->sa_family + p->sa_data[3]; }
SEC("socket") int attr(union bpf_attr *p) { return p->insn_cnt; }
SEC("socket") int nobody(struct nameless_nobody *p) { return p->x; }
SEC("socket") int nobody_has(void *p) { return __builtin_preserve_type_info(*(struct nameless_nobody *)0, 0); }
SEC("socket") int task_has(void *p) { return __builtin_preserve_type_info(*(struct task_struct *)0, 0); }
SEC("socket") int task_size(void *p) { return __builtin_preserve_type_info(*(struct task_struct *)0, 1); }
SEC("socket") int list_size(void *p) { return __builtin_preserve_type_info(*(struct list_head *)0, 1); }
SEC("socket") int u64_size(void *p) { return __builtin_preserve_type_info(*(u64 *)0, 1); }
SEC("socket") int initcall(void *p) { return __builtin_preserve_type_info(*(initcall_t *)0, 0); }
SEC("socket") int tracepoint(void *p) { return __builtin_preserve_type_info(*(btf_trace_sched_switch *)0, 0); }
SEC("socket") long task_id(void *p) { return __builtin_btf_type_id(*(struct task_struct *)0, 1); }
SEC("socket") long task_local(void *p) { return __builtin_btf_type_id(*(struct task_struct *)0, 0); }
SEC("socket") long nobody_id(void *p) { return __builtin_btf_type_id(*(struct nameless_nobody *)0, 1); }
SEC("socket") long ringbuf(void *p) { return __builtin_preserve_enum_value(*(enum bpf_map_type___mine *)BPF_MAP_TYPE_RINGBUF___mine, 1); }
SEC("socket") long ringbuf_has(void *p) { return __builtin_preserve_enum_value(*(enum bpf_map_type___mine *)BPF_MAP_TYPE_RINGBUF___mine, 0); }
SEC("socket") long type_nobody(void *p) { return __builtin_preserve_enum_value(*(enum bpf_map_type *)BPF_MAP_TYPE_NOBODY, 1); }
SEC("socket") long type_has(void *p) { return __builtin_preserve_enum_value(*(enum bpf_map_type *)BPF_MAP_TYPE_NOBODY, 0); }
SEC("socket") long tgid(void *p) { return __builtin_preserve_enum_value(*(enum pid_type *)PIDTYPE_TGID, 1); }
SEC("socket") long zone(void *p) { return __builtin_preserve_enum_value(*(enum zone_type___x *)ZONE_NORMAL___x, 1); }
SEC("socket") long function(void *p) { return __builtin_preserve_enum_value(*(enum bpf_func_id___x *)BPF_FUNC_get_current_task_btf___x, 1); }

char _license[] SEC("license") = "GPL";
