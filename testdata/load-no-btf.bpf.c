/* As loaders made objects before BTF: built without -g. */
#include "legacy_def.h"

struct libbpf_map_def SEC("maps") counts = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 2,
};

static __attribute__((noinline)) int scale(int n)
{
	return n * 3;
}

/* counts[0] += 21; returns 21. */
SEC("tc")
int old_style(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);
	int amount = scale(7);

	if (value)
		__sync_fetch_and_add(value, amount);
	return amount;
}

char _license[] SEC("license") = "GPL";
