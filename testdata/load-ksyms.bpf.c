/* Addresses of the kernel's symbols, one of them weak and not there. */
#include "load_def.h"

COUNTERS(counts, 4);

extern const void vfs_read __ksym;
extern const void no_such_symbol __ksym __weak;

/* counts[0] = address of vfs_read, counts[1] = 0. */
SEC("tc")
int uses_ksyms(void *ctx)
{
	PUT(counts, 0, (__u64)&vfs_read);
	PUT(counts, 1, (__u64)&no_such_symbol);
	return 0;
}

LICENSE("GPL")
