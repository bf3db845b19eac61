/* A section that says no program type; the name is near one that does. */
#include "load_def.h"

COUNTERS(counts, 1);

SEC("xdq")
int misnamed(void *ctx)
{
	ADD(counts, 0, 1);
	return 0;
}

LICENSE("GPL")
