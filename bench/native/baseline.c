/*
 * The libbpf side of each pair. Every subcommand times its own work with CLOCK_MONOTONIC and prints
 * nanoseconds, one figure a line:
 *
 *   baseline parse OBJECT ROUNDS      open (parse) the object ROUNDS times; the first line is the cold one
 *   baseline load OBJECT PINROOT [ROUNDS [create|reuse]]
 *                                     create and pin, or reuse, every map of the object; each round but the last
 *                                     of "create" unpins them again, untimed
 *   baseline btf FILE NAME...         open a raw BTF file and find struct NAME...
 *
 * and one that times nothing:
 *
 *   baseline btf-names FILE COUNT     names of so many structs, from all over the file
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int fail(const char *what)
{
	perror(what);
	return 1;
}

static void *slurp(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	void *bytes;

	if (!file || fstat(fileno(file), &st))
		return NULL;
	bytes = malloc(st.st_size);
	*size = fread(bytes, 1, st.st_size, file);
	fclose(file);
	return bytes;
}

static int parse(const char *path, int rounds)
{
	size_t size = 0;
	void *bytes = slurp(path, &size);

	if (!bytes)
		return fail(path);
	for (int i = 0; i < rounds; i++) {
		long long start = now();
		struct bpf_object *object = bpf_object__open_mem(bytes, size, NULL);

		if (!object)
			return fail("bpf_object__open_mem");
		printf("%lld\n", now() - start);
		bpf_object__close(object);
	}
	return 0;
}

static int load(const char *path, const char *pin_root, int rounds, bool reuse)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .pin_root_path = pin_root);

	for (int i = 0; i < rounds; i++) {
		struct bpf_object *object = bpf_object__open_file(path, &options);
		long long start;

		if (!object)
			return fail("bpf_object__open_file");
		start = now();
		if (bpf_object__load(object))
			return fail("bpf_object__load");
		printf("%lld\n", now() - start);
		if (!reuse && i + 1 < rounds && bpf_object__unpin_maps(object, NULL))
			return fail("bpf_object__unpin_maps");
		bpf_object__close(object);
	}
	return 0;
}

static int find(const char *path, char **names)
{
	long long start = now();
	struct btf *btf = btf__parse_raw(path);

	if (!btf)
		return fail("btf__parse_raw");
	for (; *names; names++)
		if (btf__find_by_name_kind(btf, *names, BTF_KIND_STRUCT) < 0)
			return fail(*names);
	printf("%lld\n", now() - start);
	return 0;
}

static int names(const char *path, int count)
{
	struct btf *btf = btf__parse_raw(path);
	int structs = 0, seen = 0;

	if (!btf)
		return fail("btf__parse_raw");
	for (int pass = 0; pass < 2; pass++) {
		for (unsigned int id = 1; id < btf__type_cnt(btf); id++) {
			const struct btf_type *type = btf__type_by_id(btf, id);

			if (!btf_is_struct(type) || !type->name_off)
				continue;
			if (!pass)
				structs++;
			else if (seen++ % (structs / count) == 0 && seen <= structs / count * count)
				puts(btf__name_by_offset(btf, type->name_off));
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "parse"))
		return parse(argv[2], atoi(argv[3]));
	if (argc == 4 && !strcmp(argv[1], "load"))
		return load(argv[2], argv[3], 1, false);
	if (argc == 6 && !strcmp(argv[1], "load"))
		return load(argv[2], argv[3], atoi(argv[4]), !strcmp(argv[5], "reuse"));
	if (argc >= 4 && !strcmp(argv[1], "btf"))
		return find(argv[2], argv + 3);
	if (argc == 4 && !strcmp(argv[1], "btf-names"))
		return names(argv[2], atoi(argv[3]));
	fprintf(stderr, "usage: baseline parse OBJECT ROUNDS | load OBJECT PINROOT [ROUNDS create|reuse] |"
			" btf FILE NAME... | btf-names FILE COUNT\n");
	return 2;
}
