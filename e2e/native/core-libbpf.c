/*
 * What libbpf would have the kernel load: each program of an object is loaded alone, with the kernel taken out. syscall(2)
 * is this file's own: bpf(2) always succeeds, and what BPF_PROG_LOAD was given is printed. Nothing is loaded.
 *   core-libbpf OBJECT [BTF-OF-THE-KERNEL] [KCONFIG]
 * One line each, and "-" for nothing:
 *   attr TYPE EXPECTED-ATTACH-TYPE FLAGS ATTACH-BTF-ID
 *   map FD NAME | contents FD HEX
 *   insns HEX | functions RECORD-SIZE HEX | lines RECORD-SIZE HEX
 *   program NAME RESULT     after those of the program
 */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_FD 1024
static unsigned value_sizes[MAX_FD];
/* Of the program whose attributes are to be printed; the kernel is asked about its features with others. */
static const char *wanted;

static void print_hex(const char *what, const void *bytes, size_t size)
{
	printf("%s ", what);
	for (size_t i = 0; i < size; i++)
		printf("%02x", ((const unsigned char *)bytes)[i]);
	puts(size ? "" : "-");
}

static void print_records(const char *what, __u64 records, __u32 size, __u32 count)
{
	char start[64];

	snprintf(start, sizeof(start), "%s %u", what, size);
	print_hex(start, (void *)(long)records, (size_t)size * count);
}

static void print_load(const union bpf_attr *attr)
{
	if (!wanted || strncmp(attr->prog_name, wanted, BPF_OBJ_NAME_LEN - 1))
		return;
	printf("attr %u %u %u %u\n", attr->prog_type, attr->expected_attach_type, attr->prog_flags, attr->attach_btf_id);
	print_hex("insns", (void *)(long)attr->insns, (size_t)attr->insn_cnt * sizeof(struct bpf_insn));
	print_records("functions", attr->func_info, attr->func_info_rec_size, attr->func_info_cnt);
	print_records("lines", attr->line_info, attr->line_info_rec_size, attr->line_info_cnt);
}

static void print_contents(const union bpf_attr *attr)
{
	char start[32];

	if (!wanted || attr->map_fd >= MAX_FD)
		return;
	snprintf(start, sizeof(start), "contents %u", attr->map_fd);
	print_hex(start, (void *)(long)attr->value, value_sizes[attr->map_fd]);
}

static long fake_bpf(int command, const union bpf_attr *attr)
{
	int fd;

	switch (command) {
	case BPF_MAP_CREATE:
	case BPF_PROG_LOAD:
	case BPF_BTF_LOAD:
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd < 0 || fd >= MAX_FD)
			exit(3);
		if (command == BPF_PROG_LOAD)
			print_load(attr);
		if (command == BPF_MAP_CREATE)
			value_sizes[fd] = attr->value_size;
		return fd;
	case BPF_MAP_UPDATE_ELEM:
		print_contents(attr);
		return 0;
	case BPF_MAP_FREEZE:
	case BPF_PROG_BIND_MAP:
	case BPF_OBJ_PIN:
		return 0;
	default:
		errno = ENOENT;
		return -1;
	}
}

long syscall(long number, ...)
{
	long arguments[2];
	va_list list;

	va_start(list, number);
	arguments[0] = va_arg(list, long);
	arguments[1] = va_arg(list, long);
	va_end(list);
	if (number == SYS_bpf)
		return fake_bpf(arguments[0], (void *)arguments[1]);
	/* libbpf asks for kprobes and the like to learn the kernel's features. */
	errno = ENOSYS;
	return -1;
}

static int print_log(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (getenv("LIBBPF_LOG"))
		vfprintf(stderr, format, arguments);
	return 0;
}

static struct bpf_program *nth(struct bpf_object *object, int n)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
		if (n-- == 0)
			return program;
	return NULL;
}

int main(int argc, char **argv)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = argc > 2 && argv[2][0] ? argv[2] : NULL,
		    .kconfig = argc > 3 ? argv[3] : NULL);

	if (argc < 2)
		return 2;
	libbpf_set_print(print_log);
	for (int i = 0;; i++) {
		struct bpf_object *object = bpf_object__open_file(argv[1], &options);
		struct bpf_program *program, *other;
		struct bpf_map *map;
		int result;

		if (!object) {
			fprintf(stderr, "libbpf cannot open %s: %s\n", argv[1], strerror(errno));
			return 1;
		}
		program = nth(object, i);
		if (!program) {
			bpf_object__close(object);
			return 0;
		}
		bpf_object__for_each_program(other, object)
			bpf_program__set_autoload(other, other == program);
		wanted = bpf_program__name(program);
		result = bpf_object__load(object);
		bpf_object__for_each_map(map, object)
			if (bpf_map__fd(map) >= 0)
				printf("map %d %s\n", bpf_map__fd(map), bpf_map__name(map));
		printf("program %s %d\n", wanted, result);
		wanted = NULL;
		bpf_object__close(object);
	}
}
