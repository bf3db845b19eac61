/* An iterator over the elements of one map; its link hangs on no hook, and it runs only when somebody reads its pin. */
#include "bpf_def.h"

SEC("license") char LICENSE[] = "GPL";

struct bpf_iter__bpf_map_elem;

SEC("iter/bpf_map_elem")
int walk(struct bpf_iter__bpf_map_elem *ctx)
{
	return 0;
}
