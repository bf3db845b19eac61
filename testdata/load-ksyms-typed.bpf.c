/* A variable of the kernel by its type: per CPU; and a weak one that is not there. Needs CONFIG_KALLSYMS_ALL. */
#include "load_def.h"

COUNTERS(counts, 4);

struct rq {
	int cpu;
} accessed_by_index;

extern const struct rq runqueues __ksym;
extern const struct rq no_such_variable __ksym __weak;

/* counts[0] = 1 + number of CPU 0 as its runqueue has it; counts[1] = 0. */
SEC("tc")
int uses_variables(void *ctx)
{
	const struct rq *rq = bpf_per_cpu_ptr(&runqueues, 0);

	if (rq)
		PUT(counts, 0, 1 + rq->cpu);
	PUT(counts, 1, &no_such_variable ? 1 : 0);
	return 0;
}

LICENSE("GPL")
