/* A variable of the kernel that is not there, and not weak. */
#include "load_def.h"

COUNTERS(counts, 1);

extern const void never_was_a_symbol __ksym;

SEC("tc")
int needs_symbol(void *ctx)
{
	PUT(counts, 0, (__u64)&never_was_a_symbol);
	return 0;
}

LICENSE("GPL")
