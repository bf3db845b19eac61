/* Data: every kind of section, several variables in each, static and global, arrays and pointers into them. */
#include "load_def.h"

COUNTERS(counts, 16);

const volatile __u32 step = 2;
const volatile bool enabled = 1;
const volatile __s32 table[4] = { 10, -20, 30, -40 };
const volatile char label[16] = "label";
const volatile struct {
	__u16 port;
	__u64 limit;
} limits = { 443, 1000000000000ULL };

static volatile const __u64 hidden = 77;

__u64 total = 100;
__u32 history[4] = { 1, 2, 3, 4 };
static __u64 seen;
__u64 zeroed;
__u64 own SEC(".data.own") = 5;
const volatile __u64 fixed SEC(".rodata.fixed") = 6;

static noinline __u64 count_seen(void)
{
	static __u64 within = 40;

	seen++;
	within += 2;
	return within;
}

/* counts[i] as below; returns step. */
SEC("tc")
int uses_data(void *ctx)
{
	__u64 within = count_seen();

	if (!enabled)
		return 1000;
	total += step;
	history[3] += step;
	zeroed += hidden;
	own += fixed;
	PUT(counts, 0, step);
	PUT(counts, 1, table[3] + 100);
	PUT(counts, 2, label[4]);
	PUT(counts, 3, limits.port);
	PUT(counts, 4, limits.limit);
	PUT(counts, 5, hidden);
	PUT(counts, 6, total);
	PUT(counts, 7, history[3]);
	PUT(counts, 8, seen);
	PUT(counts, 9, zeroed);
	PUT(counts, 10, own);
	PUT(counts, 11, within);
	return step;
}

LICENSE("GPL")
