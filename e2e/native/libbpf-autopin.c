/*
 * libbpf's own auto-pinning of one map of an object: libbpf-autopin OBJECT MAP PIN_ROOT [all]
 * Creates or reuses MAP under PIN_ROOT and prints its id. Programs are not loaded; other maps are not made, unless
 * `all` asks for them, as a map of maps whose slots they fill does.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	LIBBPF_OPTS(bpf_object_open_opts, options);
	struct bpf_map_info info = {};
	__u32 length = sizeof(info);
	struct bpf_object *object;
	struct bpf_program *program;
	struct bpf_map *map;

	if (argc < 4)
		return 2;
	options.pin_root_path = argv[3];
	object = bpf_object__open_file(argv[1], &options);
	if (!object) {
		fprintf(stderr, "open: %s\n", strerror(errno));
		return 1;
	}
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, false);
	bpf_object__for_each_map(map, object)
		bpf_map__set_autocreate(map, argc > 4 || strcmp(bpf_map__name(map), argv[2]) == 0);
	if (bpf_object__load(object)) {
		fprintf(stderr, "load: %s\n", strerror(errno));
		return 1;
	}
	map = bpf_object__find_map_by_name(object, argv[2]);
	if (!map || bpf_obj_get_info_by_fd(bpf_map__fd(map), &info, &length)) {
		fprintf(stderr, "info: %s\n", strerror(errno));
		return 1;
	}
	printf("%u\n", info.id);
	bpf_object__close(object);
	return 0;
}
