/* A static map beside another: its symbol is not to be seen by loaders. */
#include "load_def.h"

COUNTERS(counts, 1);
static COUNTERS(own, 1);

SEC("tc")
int hides(void *ctx)
{
	ADD(counts, 0, 1);
	ADD(own, 0, 1);
	return 0;
}

LICENSE("GPL")
