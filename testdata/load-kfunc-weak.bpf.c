/* Functions of the kernel that may be missing: asked for by their address. libbpf 1.1 refuses the object. */
#include "load_def.h"

COUNTERS(counts, 2);

extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;
extern void no_such_function(void) __ksym __weak;

/* counts[0] = 1 where the kernel has bpf_rcu_read_lock (Linux 6.2), counts[1] = 0. */
SEC("tc")
int calls_if_there(void *ctx)
{
	if (bpf_rcu_read_lock) {
		bpf_rcu_read_lock();
		PUT(counts, 0, 1);
		bpf_rcu_read_unlock();
	}
	if (no_such_function) {
		no_such_function();
		PUT(counts, 1, 1);
	}
	return 0;
}

LICENSE("GPL")
