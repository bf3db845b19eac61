/*
 * One legacy map definition, read from standard input by the loader's own struct: legacy-definition LAYOUT le|be
 * Prints TYPE KEY_SIZE VALUE_SIZE MAX_ENTRIES FLAGS PINNING ID INNER_ID INNER_IDX NAMESPACE, "-" for what the
 * layout does not have.
 */
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint32_t u32;

struct libbpf { u32 type, key_size, value_size, max_entries, flags; };
struct aya { u32 type, key_size, value_size, max_entries, flags, id, pinning; };
struct iproute2 { u32 type, key_size, value_size, max_entries, flags, id, pinning, inner_id, inner_idx; };
struct gobpf { u32 type, key_size, value_size, max_entries, flags, pinning; char namespace[256]; };

static int big;

static u32 host(u32 value)
{
	return big ? be32toh(value) : le32toh(value);
}

static void print_first(const struct libbpf *map)
{
	printf("%u %u %u %u %u", host(map->type), host(map->key_size), host(map->value_size), host(map->max_entries),
	       host(map->flags));
}

int main(int argc, char **argv)
{
	union {
		char bytes[512];
		struct libbpf libbpf;
		struct aya aya;
		struct iproute2 iproute2;
		struct gobpf gobpf;
	} map;
	size_t length, wanted;
	const char *layout;

	if (argc != 3)
		return 2;
	layout = argv[1];
	big = strcmp(argv[2], "be") == 0;
	memset(&map, 0, sizeof(map));
	length = fread(map.bytes, 1, sizeof(map.bytes), stdin);
	if (!strcmp(layout, "libbpf")) {
		wanted = sizeof(map.libbpf);
		print_first(&map.libbpf);
		printf(" - - - - -\n");
	} else if (!strcmp(layout, "aya")) {
		wanted = sizeof(map.aya);
		print_first(&map.libbpf);
		printf(" %u %u - - -\n", host(map.aya.pinning), host(map.aya.id));
	} else if (!strcmp(layout, "iproute2")) {
		wanted = sizeof(map.iproute2);
		print_first(&map.libbpf);
		printf(" %u %u %u %u -\n", host(map.iproute2.pinning), host(map.iproute2.id), host(map.iproute2.inner_id),
		       host(map.iproute2.inner_idx));
	} else if (!strcmp(layout, "gobpf")) {
		wanted = sizeof(map.gobpf);
		print_first(&map.libbpf);
		printf(" %u - - - %s\n", host(map.gobpf.pinning), map.gobpf.namespace[0] ? map.gobpf.namespace : "-");
	} else {
		return 2;
	}
	return length < wanted;
}
