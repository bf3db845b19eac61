/* Global variables of many types, written and read by a program: what a live view and generated types are for. */
#include "bpf_def.h"

typedef short __s16;
typedef long long __s64;

enum level { QUIET, LOUD = 9, BROKEN = -1 };

struct limits {
	__u32 rate;
	__u16 bursts[2];
	char owner[8];
	__u32 strict : 1, depth : 7;
};

struct totals {
	__u64 packets;
	__u64 bytes;
	__s32 delta;
};

__u64 counter = 5;
__s64 balance = -6;
__s32 offset = -7;
__u16 port = 8080;
__s16 slope = -300;
signed char step = -9;
_Bool enabled = 1;
char name[16] = "first";
char letter = 'a';
enum level level = LOUD;
struct limits limits = { 1000, { 1, 2 }, "root", 1, 77 };
__u32 grid[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } };
static volatile __u32 inner = 11;

__u64 hits;
struct totals totals[4];
char message[32];
void *owner;

const volatile __u32 threshold = 77;
const volatile char greeting[] = "hello";
const volatile struct limits defaults = { 10, { 3, 4 }, "nobody", 0, 5 };
const volatile __s64 lowest = (__s64)(1ULL << 63);

struct totals custom SEC(".data.custom") = { 1, 2, -3 };

SEC("socket")
int run(void *ctx)
{
	counter += step + balance + offset + port + slope + inner + limits.rate + grid[1][2] + threshold + lowest;
	if (enabled && level == LOUD && letter == greeting[0])
		hits++;
	totals[1].packets += defaults.rate;
	custom.bytes += message[0] + name[0];
	owner = ctx;
	return 0;
}

char _license[] SEC("license") = "GPL";
