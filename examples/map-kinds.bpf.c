/* One map of each kind that packages/maps/README.md shows, each pinned by its name. */
#include "bpf_def.h"

enum protocol {
	ICMP = 1,
	TCP = 6,
	UDP = 17,
};

struct flow {
	__u32 source;
	__u32 target;
	__u16 port;
	__u8 protocol;
};

struct counts {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct flow);
	__type(value, struct counts);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} flows SEC(".maps");

struct limit {
	char name[16];
	__u32 packets;
	__u32 burst : 24;
	__u32 strict : 1;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct limit);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} limits SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 256);
	__type(key, enum protocol);
	__type(value, struct counts);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} drops SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} recent SEC(".maps");

struct prefix {
	__u32 length;
	__u8 address[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 256);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} routes SEC(".maps");

struct job {
	__u32 id;
	char command[12];
};

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 16);
	__type(value, struct job);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 1000);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} known SEC(".maps");

struct ports {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u16);
	__type(value, struct counts);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 16);
	__type(key, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__array(values, struct ports);
} tenants SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} stages SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} devices SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} marks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} gauges SEC(".maps");

/* What a ring buffer holds is known to the program alone: the variable brings its type into the object's BTF. */
struct event {
	__u64 number;
	__u32 bytes;
	char what[12];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} events SEC(".maps");

const volatile __u32 sample_rate = 100;
__u64 seen;
struct event last;

static long (*bpf_ringbuf_output)(void *ring, const void *record, __u64 size, __u64 flags) = (void *)130;

struct __sk_buff {
	__u32 len;
};

SEC("tc")
int report(struct __sk_buff *skb)
{
	struct event event = { .number = seen++, .bytes = skb->len, .what = "packet" };

	last = event;
	bpf_ringbuf_output(&events, &event, sizeof(event), 0);
	return 0;
}

char _license[] SEC("license") = "GPL";
