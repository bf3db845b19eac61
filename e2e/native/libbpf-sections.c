/*
 * What libbpf makes of the names of program sections.
 *
 *   libbpf-sections NAME...    its version; for each name a line "TYPE ATTACH_TYPE", or "unknown"
 */
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>

static int silent(enum libbpf_print_level, const char *, va_list)
{
	return 0;
}

int main(int argc, char **argv)
{
	puts(libbpf_version_string());
	libbpf_set_print(silent);
	for (int i = 1; i < argc; i++) {
		enum bpf_prog_type type;
		enum bpf_attach_type attach_type;

		if (libbpf_prog_type_by_name(argv[i], &type, &attach_type))
			puts("unknown");
		else
			printf("%d %d\n", type, attach_type);
	}
	return 0;
}
