/*
 * Fills a ring buffer: one record a run (`bpftool prog run … repeat N`), never attached. What a record holds follows
 * from its sequence number, so that a reader can tell whether it arrived whole; what became of every number is counted.
 */
#include "bpf_def.h"

static long (*bpf_ringbuf_output)(void *ring, void *data, __u64 size, __u64 flags) = (void *)130;
static void *(*bpf_ringbuf_reserve)(void *ring, __u64 size, __u64 flags) = (void *)131;
static void (*bpf_ringbuf_submit)(void *record, __u64 flags) = (void *)132;
static void (*bpf_ringbuf_discard)(void *record, __u64 flags) = (void *)133;

#define MOST_WORDS 31

enum way { SUBMIT = 0, OUTPUT = 1 };

/* Followed by `words` numbers of 64 bits: sequence + 1, sequence + 2, … */
struct event {
	__u64 sequence;
	__u32 words;
	enum way way;
};

struct control {
	__u64 sequence;  /* of the next try */
	__u64 committed; /* records */
	__u64 dropped;   /* tries that found no room */
	__u64 discarded; /* reserved and discarded again; they use up no number */
	__u64 limit;     /* as many records, and then no more */
	__u32 mask;      /* of the sequence number, to get the words of a record: 0 to 31 */
	__u32 flags;     /* BPF_RB_NO_WAKEUP, BPF_RB_FORCE_WAKEUP */
	__u32 submit;    /* 1: every second record is reserved and submitted, without words */
	__u32 discard;   /* 1: each record is followed by one that is discarded */
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 262144);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, struct control);
	__uint(max_entries, 1);
} control SEC(".maps");

static __attribute__((always_inline)) int submit(__u64 sequence, __u64 flags)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	event->sequence = sequence;
	event->words = 0;
	event->way = SUBMIT;
	bpf_ringbuf_submit(event, flags);
	return 1;
}

static __attribute__((always_inline)) int output(__u64 sequence, __u32 words, __u64 flags)
{
	struct {
		struct event event;
		__u64 words[MOST_WORDS];
	} record;

	record.event.sequence = sequence;
	record.event.words = words;
	record.event.way = OUTPUT;
#pragma unroll
	for (int i = 0; i < MOST_WORDS; i++)
		record.words[i] = sequence + 1 + i;
	return bpf_ringbuf_output(&events, &record, sizeof(struct event) + words * sizeof(__u64), flags) == 0;
}

SEC("socket")
int produce(void *ctx)
{
	__u32 zero = 0;
	struct control *c = bpf_map_lookup_elem(&control, &zero);
	void *unwanted;
	__u64 sequence;
	int committed;

	if (!c || c->committed >= c->limit)
		return 0;
	sequence = c->sequence++;
	if (c->submit && (sequence & 1))
		committed = submit(sequence, c->flags);
	else
		committed = output(sequence, sequence & c->mask & MOST_WORDS, c->flags);
	if (committed)
		c->committed++;
	else
		c->dropped++;
	if (c->discard) {
		unwanted = bpf_ringbuf_reserve(&events, 24, 0);
		if (unwanted) {
			bpf_ringbuf_discard(unwanted, c->flags);
			c->discarded++;
		}
	}
	return committed;
}

/* In the BTF by this alone: no map has records of a ring buffer as its values. */
struct event *unused __attribute__((unused));

char _license[] SEC("license") = "GPL";
