/* A function of the kernel that is not there, and not weak. */
#include "load_def.h"

COUNTERS(counts, 1);

extern int never_was_a_function(int n) __ksym;

SEC("tc")
int needs_function(void *ctx)
{
	PUT(counts, 0, never_was_a_function(1));
	return 0;
}

LICENSE("GPL")
