/*
 * Loads programs of an object by libbpf and pins them: what libbpf makes of an object, for comparisons.
 * Usage: libbpf-load OBJECT DIR [PROGRAM...]; without names all that libbpf loads by itself. Pins are DIR/PROGRAM.
 */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

static int wanted(const struct bpf_program *program, int count, char **names)
{
	for (int i = 0; i < count; i++)
		if (strcmp(names[i], bpf_program__name(program)) == 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	struct bpf_object *object;
	struct bpf_program *program;
	char path[4096];
	int error;

	if (argc < 3)
		return 2;
	object = bpf_object__open_file(argv[1], NULL);
	if (!object) {
		perror("bpf_object__open_file");
		return 1;
	}
	if (argc > 3)
		bpf_object__for_each_program(program, object)
			bpf_program__set_autoload(program, wanted(program, argc - 3, argv + 3));
	error = bpf_object__load(object);
	if (error)
		return 1;
	bpf_object__for_each_program(program, object) {
		if (bpf_program__fd(program) < 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[2], bpf_program__name(program));
		error = bpf_program__pin(program, path);
		if (error) {
			fprintf(stderr, "%s: %s\n", path, strerror(-error));
			return 1;
		}
	}
	bpf_object__close(object);
	return 0;
}
