/* Counts packets by protocol and in all. Whoever opens the pins of its maps sees the counts, while it runs and after. */
#include "bpf_def.h"

#define ETHER_TYPE 12
#define IPV4 0x0008 /* 0x0800 in network order, as a little-endian machine reads it */
#define IPV4_PROTOCOL 23
#define BPF_NOEXIST 1

static long (*bpf_skb_load_bytes)(const void *skb, __u32 offset, void *to, __u32 length) = (void *)26;

struct __sk_buff {
	__u32 len;
};

enum protocol {
	OTHER = 0,
	ICMP = 1,
	TCP = 6,
	UDP = 17,
};

struct counts {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, enum protocol);
	__type(value, struct counts);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} packets_by SEC(".maps");

/* BPF_F_MMAPABLE: a service reads it as memory of its own, without a system call. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counts);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} packets_all SEC(".maps");

static void add(struct counts *counts, __u32 bytes)
{
	if (!counts)
		return;
	__sync_fetch_and_add(&counts->packets, 1);
	__sync_fetch_and_add(&counts->bytes, bytes);
}

static struct counts *counts_of(enum protocol protocol)
{
	struct counts none = {};
	struct counts *counts = bpf_map_lookup_elem(&packets_by, &protocol);

	if (counts)
		return counts;
	bpf_map_update_elem(&packets_by, &protocol, &none, BPF_NOEXIST);
	return bpf_map_lookup_elem(&packets_by, &protocol);
}

SEC("tc")
int count(struct __sk_buff *skb)
{
	enum protocol protocol = OTHER;
	__u16 ether_type = 0;
	__u8 number = 0;
	__u32 first = 0;

	bpf_skb_load_bytes(skb, ETHER_TYPE, &ether_type, sizeof(ether_type));
	if (ether_type == IPV4 && !bpf_skb_load_bytes(skb, IPV4_PROTOCOL, &number, sizeof(number)))
		protocol = number;
	add(counts_of(protocol), skb->len);
	add(bpf_map_lookup_elem(&packets_all, &first), skb->len);
	return 0;
}

char _license[] SEC("license") = "GPL";
