/* An iterator over all maps; its link hangs on no hook, and it runs only when somebody reads its pin. */
#include "bpf_def.h"

SEC("license") char LICENSE[] = "GPL";

struct bpf_iter__bpf_map;

SEC("iter/bpf_map")
int walk(struct bpf_iter__bpf_map *ctx)
{
	return 0;
}
