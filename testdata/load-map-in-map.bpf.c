/* Maps of maps whose slots the object itself fills; slot 1 stays empty. */
#include "load_def.h"

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct inner red SEC(".maps");
struct inner blue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 3);
	__type(key, __u32);
	__array(values, struct inner);
} colours SEC(".maps") = {
	.values = { [0] = &red, [2] = &blue },
};

static noinline int add(__u32 which, __u64 amount)
{
	void *inner = bpf_map_lookup_elem(&colours, &which);
	__u32 key = 0;
	__u64 *value;

	if (!inner)
		return 0;
	value = bpf_map_lookup_elem(inner, &key);
	if (!value)
		return 0;
	*value += amount;
	return 1;
}

/* red[0] += 10, blue[0] += 30; returns 2, the number of slots that hold a map. */
SEC("tc")
int paints(void *ctx)
{
	return add(0, 10) + add(1, 20) + add(2, 30);
}

LICENSE("GPL")
