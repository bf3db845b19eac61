/* ringbuf-consumer PIN COUNT [quiet]: reads records of a pinned ring buffer by libbpf, as testdata/ring-producer.bpf.c
 * writes them, until it has COUNT, and prints `LENGTH HEX` of each; with `quiet`, the milliseconds between the first
 * and the last instead. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long wanted;
static long seen;
static int quiet;
static uint64_t sum;
static struct timespec first;

static int each(void *unused, void *data, size_t size)
{
	const uint8_t *bytes = data;

	if (seen++ == 0)
		clock_gettime(CLOCK_MONOTONIC, &first);
	if (quiet) {
		sum += *(const uint64_t *)data;
	} else {
		printf("%zu ", size);
		for (size_t i = 0; i < size; i++)
			printf("%02x", bytes[i]);
		putchar('\n');
	}
	/* A negative answer ends the batch, after this record. */
	return seen >= wanted ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct timespec last;

	if (argc < 3)
		return 2;
	wanted = atol(argv[2]);
	quiet = argc > 3;
	int fd = bpf_obj_get(argv[1]);
	struct ring_buffer *ring = fd < 0 ? NULL : ring_buffer__new(fd, each, NULL, NULL);
	if (!ring) {
		perror(argv[1]);
		return 1;
	}
	while (seen < wanted)
		ring_buffer__poll(ring, 100);
	clock_gettime(CLOCK_MONOTONIC, &last);
	if (quiet)
		printf("%.3f %llu\n", (last.tv_sec - first.tv_sec) * 1e3 + (last.tv_nsec - first.tv_nsec) / 1e6,
		       (unsigned long long)sum);
	ring_buffer__free(ring);
	return 0;
}
