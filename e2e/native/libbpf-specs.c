/*
 * What libbpf reads from an object, without the kernel: one line a map,
 *   NAME SECTION-OR-"-" TYPE KEY_SIZE VALUE_SIZE MAX_ENTRIES FLAGS MAP_EXTRA NUMA_NODE PINNED KEY_TYPE_ID VALUE_TYPE_ID
 * and for a map of maps a second line "inner" with the template's TYPE KEY_SIZE VALUE_SIZE MAX_ENTRIES FLAGS.
 * Then one line "program NAME SECTION TYPE ATTACH_TYPE INSTRUCTIONS" a program, and "license TEXT".
 */
#include <bpf/libbpf.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .pin_root_path = "/sys/fs/bpf");
	struct bpf_object *object;
	struct bpf_program *program;
	struct bpf_map *map;

	if (argc != 2)
		return 2;
	object = bpf_object__open_file(argv[1], &options);
	if (!object)
		return 1;
	bpf_object__for_each_map(map, object) {
		struct bpf_map *inner = bpf_map__inner_map(map);

		printf("map %s %u %u %u %u %u %llu %u %d %u %u\n", bpf_map__name(map), bpf_map__type(map), bpf_map__key_size(map),
		       bpf_map__value_size(map), bpf_map__max_entries(map), bpf_map__map_flags(map),
		       (unsigned long long)bpf_map__map_extra(map), bpf_map__numa_node(map), bpf_map__pin_path(map) != NULL,
		       bpf_map__btf_key_type_id(map), bpf_map__btf_value_type_id(map));
		if (inner)
			printf("inner %s %u %u %u %u %u\n", bpf_map__name(map), bpf_map__type(inner), bpf_map__key_size(inner),
			       bpf_map__value_size(inner), bpf_map__max_entries(inner), bpf_map__map_flags(inner));
	}
	bpf_object__for_each_program(program, object)
		printf("program %s %s %d %d %zu\n", bpf_program__name(program), bpf_program__section_name(program),
		       bpf_program__type(program), bpf_program__expected_attach_type(program), bpf_program__insn_cnt(program));
	bpf_object__close(object);
	return 0;
}
