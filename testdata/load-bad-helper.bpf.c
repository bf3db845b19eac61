/* Calls a helper that no kernel has. */
#include "load_def.h"

COUNTERS(counts, 1);

static long (*no_such_helper)(void *ctx) = (void *)100000;

SEC("tc")
int calls_unknown(void *ctx)
{
	ADD(counts, 0, 1);
	return no_such_helper(ctx);
}

LICENSE("GPL")
