/* A kernel as programs attach to it: functions, LSM hooks, iterators, tracepoints, a table of functions. */
struct context;
typedef void (*btf_trace_sched_switch)(void *, _Bool);
typedef void (*btf_trace_sched_wakeup)(void *);
struct tcp_congestion_ops {
	char name[16];
	unsigned (*ssthresh)(void *);
	void (*added_meanwhile)(void *);
	unsigned (*undo_cwnd)(void *);
};

int do_unlinkat(int directory, const char *name) { return 0; }
int do_unlink(const char *name) { return 0; }
int do_rmdir(const char *name) { return 0; }
int bpf_lsm_file_open(void *file) { return 0; }
int bpf_lsm_file_free(void *file) { return 0; }
int bpf_lsm_socket_bind(void *socket) { return 0; }
int bpf_iter_task(void *meta) { return 0; }
int bpf_iter_bpf_map(void *meta) { return 0; }

btf_trace_sched_switch *keep_switch;
btf_trace_sched_wakeup *keep_wakeup;
struct tcp_congestion_ops *keep_ops;
