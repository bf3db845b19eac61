/* Calls a helper that is for GPL-compatible programs, and is not one. */
#include "load_def.h"

COUNTERS(counts, 1);

SEC("tc")
int proprietary(void *ctx)
{
	PUT(counts, 0, bpf_get_current_task());
	return 0;
}

LICENSE("Proprietary")
