/* Functions of the kernel. Linux 6.2. */
#include "load_def.h"

COUNTERS(counts, 2);

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

/* counts[0] += 1 between the two; returns 3. */
SEC("tc")
int calls_kernel(void *ctx)
{
	bpf_rcu_read_lock();
	ADD(counts, 0, 1);
	bpf_rcu_read_unlock();
	return 3;
}

LICENSE("GPL")
