/*
 * libbpf's side of the pairs about loading programs.
 *
 *   programs OBJECT PROGRAMS    for each line that it reads, opens and loads the object, which has so many programs,
 *                               answers with the nanoseconds and the count of programs, closes it and rests
 *
 * The rest is part of the work: Linux 6.18 locks up for good when more than 1,024 programs are closed, and not yet freed,
 * while one is loaded.
 */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define REST_MS 300

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void *slurp(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	void *bytes;

	if (!file || fseek(file, 0, SEEK_END))
		fail(path);
	*size = ftell(file);
	rewind(file);
	bytes = malloc(*size);
	if (!bytes || fread(bytes, 1, *size, file) != *size)
		fail(path);
	fclose(file);
	return bytes;
}

int main(int argc, char **argv)
{
	const struct timespec rest = { .tv_nsec = REST_MS * 1000000L };
	size_t size = 0;
	void *bytes;
	char line[8];

	if (argc != 3) {
		fprintf(stderr, "usage: programs OBJECT PROGRAMS\n");
		return 2;
	}
	bytes = slurp(argv[1], &size);
	while (fgets(line, sizeof(line), stdin)) {
		long long start = now();
		struct bpf_object *object = bpf_object__open_mem(bytes, size, NULL);
		struct bpf_program *program;
		int loaded = 0;

		if (!object)
			fail("bpf_object__open_mem");
		if (bpf_object__load(object))
			fail("bpf_object__load");
		start = now() - start;
		bpf_object__for_each_program(program, object)
			loaded += bpf_program__fd(program) >= 0;
		bpf_object__close(object);
		nanosleep(&rest, NULL);
		if (loaded != atoi(argv[2]))
			fail("other programs than expected");
		printf("%lld %d\n", start, loaded);
		fflush(stdout);
	}
	return 0;
}
