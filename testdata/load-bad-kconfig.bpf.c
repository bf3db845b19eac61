/* A value of the configuration that is not there, and not weak. */
#include "load_def.h"

COUNTERS(counts, 1);

extern int CONFIG_NEVER_WAS_AN_OPTION __kconfig;

SEC("tc")
int needs_option(void *ctx)
{
	PUT(counts, 0, CONFIG_NEVER_WAS_AN_OPTION);
	return 0;
}

LICENSE("GPL")
