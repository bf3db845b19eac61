/* Its tracepoint is not there; the name is near that of one that is. */
#include "load_def.h"

COUNTERS(counts, 1);

SEC("tp_btf/sched_swich")
int misses_target(void *ctx)
{
	ADD(counts, 0, 1);
	return 0;
}

LICENSE("GPL")
