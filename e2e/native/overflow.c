/* Reads behind a heap buffer as soon as it is loaded: what AddressSanitizer must report. */
#include <stdlib.h>

volatile char sink;

__attribute__((constructor)) static void overflow(void)
{
	volatile char *buffer = malloc(16);
	volatile int past = 16;

	sink = buffer[past];
	free((void *)buffer);
}
