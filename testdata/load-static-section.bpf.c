/* A static function in the programs' own section, before and after them; libbpf refuses the object. */
#include "load_def.h"

COUNTERS(counts, 2);

static noinline SEC("tc") int before(int n)
{
	ADD(counts, 0, n);
	return n + 1;
}

static noinline SEC("tc") int after(int n);

/* counts[0] += 4, counts[1] += 5; returns 5 + 7. */
SEC("tc")
int between(void *ctx)
{
	return before(4) + after(5);
}

static noinline SEC("tc") int after(int n)
{
	ADD(counts, 1, n);
	return n + 2;
}

LICENSE("GPL")
