/*
 * C's side of the pairs about elements of maps: raw bpf(2) and mmap(2), no library. Keys are u64, values two u64.
 *
 *   maps fill PIN COUNT        sets the keys 0 to COUNT - 1 and ends
 *   maps lookup PIN CALLS      CALLS lookups of the keys 0 to KEYS - 1, in turn
 *   maps update PIN CALLS      CALLS updates of the same
 *   maps batch PIN COUNT       every entry by BPF_MAP_LOOKUP_BATCH
 *   maps walk PIN COUNT        every entry by BPF_MAP_GET_NEXT_KEY and BPF_MAP_LOOKUP_ELEM
 *   maps mmap PIN CALLS LENGTH CALLS reads of the u64 elements of an mmapable array of LENGTH, a power of two, in
 *                              turn, each by a call of a function that checks the index, as a library's would be
 *   maps mmap-inline PIN CALLS LENGTH
 *                              the same in the loop itself, where the CPU does several at a time
 *
 * All but the first do one round of their work for each line they read, and answer with its nanoseconds and a sum
 * of what was read, which the other side has to find too.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define KEYS 1024
/* Of 4,096 to 65,536, the size of a batch hardly matters; this is the fastest by a little. */
#define BATCH 16384

struct pair {
	uint64_t a;
	uint64_t b;
};

static int bpf(int command, union bpf_attr *attr)
{
	return syscall(__NR_bpf, command, attr, sizeof(*attr));
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int open_pin(const char *path)
{
	union bpf_attr attr = { .pathname = (uintptr_t)path };
	int fd = bpf(BPF_OBJ_GET, &attr);

	if (fd < 0)
		fail(path);
	return fd;
}

static void fill(int map, uint64_t count)
{
	for (uint64_t key = 0; key < count; key++) {
		struct pair value = { key, ~key };
		union bpf_attr attr = { .map_fd = map, .key = (uintptr_t)&key, .value = (uintptr_t)&value };

		if (bpf(BPF_MAP_UPDATE_ELEM, &attr))
			fail("BPF_MAP_UPDATE_ELEM");
	}
}

static uint64_t lookup(int map, uint64_t calls)
{
	uint64_t key, sum = 0;
	struct pair value;
	union bpf_attr attr = { .map_fd = map, .key = (uintptr_t)&key, .value = (uintptr_t)&value };

	for (uint64_t call = 0; call < calls; call++) {
		key = call % KEYS;
		if (bpf(BPF_MAP_LOOKUP_ELEM, &attr))
			fail("BPF_MAP_LOOKUP_ELEM");
		sum += value.a ^ value.b;
	}
	return sum;
}

static uint64_t update(int map, uint64_t calls)
{
	uint64_t key;
	struct pair value;
	union bpf_attr attr = { .map_fd = map, .key = (uintptr_t)&key, .value = (uintptr_t)&value };

	for (uint64_t call = 0; call < calls; call++) {
		key = call % KEYS;
		value.a = key;
		value.b = ~key;
		if (bpf(BPF_MAP_UPDATE_ELEM, &attr))
			fail("BPF_MAP_UPDATE_ELEM");
	}
	return calls;
}

static uint64_t batch(int map, uint64_t count)
{
	static uint64_t keys[BATCH];
	static struct pair values[BATCH];
	/* Of a hash the position is the number of a bucket. */
	uint32_t position;
	uint64_t found = 0, sum = 0;
	int end = 0;

	for (int first = 1; !end; first = 0) {
		union bpf_attr attr = { .batch = {
			.map_fd = map,
			.in_batch = first ? 0 : (uintptr_t)&position,
			.out_batch = (uintptr_t)&position,
			.keys = (uintptr_t)keys,
			.values = (uintptr_t)values,
			.count = BATCH,
		} };

		if (bpf(BPF_MAP_LOOKUP_BATCH, &attr)) {
			if (errno != ENOENT)
				fail("BPF_MAP_LOOKUP_BATCH");
			end = 1;
		}
		for (uint32_t i = 0; i < attr.batch.count; i++)
			sum += keys[i] ^ values[i].a ^ values[i].b;
		found += attr.batch.count;
	}
	if (found != count)
		exit(fprintf(stderr, "%llu entries\n", (unsigned long long)found));
	return sum;
}

static uint64_t walk(int map, uint64_t count)
{
	uint64_t key, found = 0, sum = 0;
	struct pair value;
	union bpf_attr next = { .map_fd = map, .next_key = (uintptr_t)&key };
	union bpf_attr get = { .map_fd = map, .key = (uintptr_t)&key, .value = (uintptr_t)&value };

	while (!bpf(BPF_MAP_GET_NEXT_KEY, &next)) {
		if (bpf(BPF_MAP_LOOKUP_ELEM, &get))
			fail("BPF_MAP_LOOKUP_ELEM");
		sum += key ^ value.a ^ value.b;
		found++;
		next.key = (uintptr_t)&key;
	}
	if (found != count)
		exit(fprintf(stderr, "%llu entries\n", (unsigned long long)found));
	return sum;
}

/* An mmapable array, or the section of a variable, as memory. */
struct mapped {
	volatile uint64_t *elements;
	uint64_t length;
};

static struct mapped map_array(int map, uint64_t length)
{
	void *elements = mmap(NULL, length * sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);

	if (elements == MAP_FAILED)
		fail("mmap");
	return (struct mapped){ elements, length };
}

__attribute__((noinline)) static uint64_t element(const struct mapped *array, uint64_t index)
{
	if (index >= array->length)
		abort();
	return array->elements[index];
}

static uint64_t read_by_function(struct mapped array, uint64_t calls)
{
	uint64_t sum = 0;

	for (uint64_t call = 0; call < calls; call++)
		sum += element(&array, call & (array.length - 1));
	return sum;
}

static uint64_t read_inline(struct mapped array, uint64_t calls)
{
	uint64_t sum = 0;

	for (uint64_t call = 0; call < calls; call++)
		sum += array.elements[call & (array.length - 1)];
	return sum;
}

static uint64_t once(const char *what, int map, struct mapped array, uint64_t times)
{
	if (!strcmp(what, "lookup"))
		return lookup(map, times);
	if (!strcmp(what, "update"))
		return update(map, times);
	if (!strcmp(what, "batch"))
		return batch(map, times);
	if (!strcmp(what, "walk"))
		return walk(map, times);
	if (!strcmp(what, "mmap") && array.length)
		return read_by_function(array, times);
	if (!strcmp(what, "mmap-inline") && array.length)
		return read_inline(array, times);
	fprintf(stderr, "maps: see the head of maps.c for what it can do\n");
	exit(2);
}

int main(int argc, char **argv)
{
	const char *what = argc > 3 ? argv[1] : "";
	int map = argc > 3 ? open_pin(argv[2]) : -1;
	uint64_t times = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
	struct mapped array = argc > 4 ? map_array(map, strtoull(argv[4], NULL, 10)) : (struct mapped){};

	if (!strcmp(what, "fill")) {
		fill(map, times);
		return 0;
	}
	while (getchar() == '\n') {
		long long start = now();
		uint64_t sum = once(what, map, array, times);

		printf("%lld %llu\n", now() - start, (unsigned long long)sum);
		fflush(stdout);
	}
	return 0;
}
