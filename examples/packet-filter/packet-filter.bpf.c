/*
 * Drops TCP packets to one port, and counts what it lets pass and what it drops: for tc, and for a socket. The port is
 * a variable, set when the programs are loaded.
 */
#include "bpf_def.h"

#define IPV4 0x0008 /* 0x0800 in network order, as a little-endian machine reads it */
#define IPV4_PROTOCOL 9
#define IPV4_SOURCE 12
#define TCP 6
#define TCP_TARGET 2 /* from the start of TCP's header */

#define TC_ACT_OK 0
#define TC_ACT_SHOT 2

#define BPF_HDR_START_NET 1
static long (*bpf_skb_load_bytes_relative)(const void *skb, __u32 offset, void *to, __u32 length,
					   __u32 start) = (void *)68;

/* Reads from the start of IP's header: a socket's packet has no Ethernet header in front of it. */
#define LOAD(skb, offset, to) bpf_skb_load_bytes_relative(skb, offset, &(to), sizeof(to), BPF_HDR_START_NET)

struct __sk_buff {
	__u32 len;
	__u32 pkt_type;
	__u32 mark;
	__u32 queue_mapping;
	__u32 protocol;
};

/* Keys of verdicts; an array's are numbers. */
enum verdict {
	PASSED,
	DROPPED,
};

struct counts {
	__u64 packets;
	__u64 bytes;
};

const volatile __u16 blocked_port = 23;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct counts);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} verdicts SEC(".maps");

/* Packets dropped, by the IPv4 address that they came from. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} dropped_from SEC(".maps");

static __attribute__((noinline)) int port_of(struct __sk_buff *skb)
{
	__u8 first = 0, protocol = 0;
	__u16 port = 0;

	if (skb->protocol != IPV4 || LOAD(skb, 0, first) || LOAD(skb, IPV4_PROTOCOL, protocol) || protocol != TCP)
		return -1;
	if (LOAD(skb, (first & 15) * 4 + TCP_TARGET, port))
		return -1;
	return __builtin_bswap16(port);
}

static void count_source(struct __sk_buff *skb)
{
	__u32 source = 0;
	__u64 one = 1;
	__u64 *packets;

	LOAD(skb, IPV4_SOURCE, source);
	packets = bpf_map_lookup_elem(&dropped_from, &source);
	if (packets)
		__sync_fetch_and_add(packets, 1);
	else
		bpf_map_update_elem(&dropped_from, &source, &one, 0);
}

static enum verdict decide(struct __sk_buff *skb)
{
	enum verdict verdict = port_of(skb) == blocked_port ? DROPPED : PASSED;
	struct counts *counts = bpf_map_lookup_elem(&verdicts, &verdict);

	if (counts) {
		__sync_fetch_and_add(&counts->packets, 1);
		__sync_fetch_and_add(&counts->bytes, skb->len);
	}
	if (verdict == DROPPED)
		count_source(skb);
	return verdict;
}

SEC("tc")
int filter_tc(struct __sk_buff *skb)
{
	return decide(skb) == DROPPED ? TC_ACT_SHOT : TC_ACT_OK;
}

/* How many bytes of the packet the socket gets. */
SEC("socket")
int filter_socket(struct __sk_buff *skb)
{
	return decide(skb) == DROPPED ? 0 : skb->len;
}

char _license[] SEC("license") = "GPL";
