/*
 * What a loader has to put together: functions of .text that call one another, functions of the section itself,
 * callbacks, variables of all sections by name and by section, maps, strings, externs.
 */
#include "bpf_def.h"

#define NOINLINE __attribute__((noinline))
#define HIDDEN __attribute__((visibility("hidden")))
#define __kconfig __attribute__((section(".kconfig")))
#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))

enum libbpf_tristate { TRI_NO = 0, TRI_YES = 1, TRI_MODULE = 2 };

static long (*bpf_for_each_map_elem)(void *map, void *callback, void *ctx, __u64 flags) = (void *)164;
static long (*bpf_loop)(__u32 count, void *callback, void *ctx, __u64 flags) = (void *)181;
static long (*bpf_trace_printk)(const char *format, __u32 size, ...) = (void *)6;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 8);
} first SEC(".maps"), second SEC(".maps");

struct pair {
	__u64 a, b;
};
int initialised = 3;
struct pair pairs[4] = { { 1, 2 }, { 3, 4 } };
static volatile int local_data = 4;
const volatile int configured = 5;
static const char *const names[] = { "one", "two" };
int zeroed;
static volatile struct pair local_zeroed[2];
int custom SEC(".data.custom") = 6;
static volatile int custom_local SEC(".data.custom") = 7;
const int fixed SEC(".rodata.fixed") = 8;

extern int CONFIG_HZ __kconfig;
extern unsigned LINUX_KERNEL_VERSION __kconfig;
extern _Bool CONFIG_BPF __kconfig __weak;
extern enum libbpf_tristate CONFIG_NOT_THERE __kconfig __weak;
extern char CONFIG_LOCALVERSION[20] __kconfig __weak;
extern char CONFIG_BPF_JIT __kconfig __weak;
extern const void bpf_prog_fops __ksym __weak;
extern const int bpf_prog_active __ksym __weak;
extern const int not_in_any_kernel __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_not_there(void) __ksym __weak;

static NOINLINE int leaf(int n)
{
	return n * local_data + initialised;
}

static NOINLINE int unused_by_most(int n)
{
	return (unsigned)n / 3 + leaf(n);
}

NOINLINE int middle(int n)
{
	return leaf(n) + leaf(n + 1) + zeroed;
}

HIDDEN NOINLINE int hidden(int n)
{
	return middle(n) ^ (int)local_zeroed[n & 1].b;
}

__weak NOINLINE int weak(int n)
{
	return unused_by_most(n) - 1;
}

static int each(void *map, __u32 *key, __u64 *value, void *ctx)
{
	*(__u64 *)ctx += *value + middle(*key);
	return 0;
}

static int again(__u32 index, void *ctx)
{
	bpf_for_each_map_elem(&second, each, ctx, 0);
	return 0;
}

SEC("socket")
int alone(void *ctx)
{
	return 7;
}

SEC("socket")
int calls(void *ctx)
{
	return hidden((int)(long)ctx) + middle(2) + leaf(3);
}

SEC("socket")
int calls_weak(void *ctx)
{
	return weak((int)(long)ctx) + middle(1);
}

SEC("tracepoint/syscalls/sys_enter_openat")
int callbacks(void *ctx)
{
	__u64 sum = 0;

	bpf_for_each_map_elem(&first, each, &sum, 0);
	bpf_loop(10, again, &sum, 0);
	return sum + middle(1);
}

SEC("socket")
int data(void *ctx)
{
	__u32 key = custom_local;
	struct pair *pair = &pairs[(key + 1) & 3];

	zeroed += configured + custom + fixed + pairs[2].b;
	local_zeroed[1].a = pair->a;
	custom_local++;
	return local_data++ + names[key & 1][key & 3] + (int)(long)&pairs[1].b;
}

SEC("socket")
int maps(void *ctx)
{
	__u32 key = 1;
	__u64 value = 2;
	void *found = bpf_map_lookup_elem(&first, &key);

	bpf_map_update_elem(found ? (void *)&first : (void *)&second, &key, &value, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_close")
int text(void *ctx)
{
	static const char format[] = "closed %d";

	bpf_trace_printk(format, sizeof(format), 1);
	bpf_trace_printk("again", 6);
	return 0;
}

SEC("socket")
int kconfig(void *ctx)
{
	return CONFIG_HZ + LINUX_KERNEL_VERSION + CONFIG_BPF + CONFIG_NOT_THERE + CONFIG_LOCALVERSION[2] + CONFIG_BPF_JIT;
}

SEC("socket")
int ksyms(void *ctx)
{
	int sum = &bpf_prog_fops ? 1 : 0;

	sum += &bpf_prog_active ? 2 : 0;
	return sum + (&not_in_any_kernel ? 4 : 0);
}

SEC("tc")
int kfuncs(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_not_there();
	return 0;
}

SEC("?fentry/do_unlinkat")
int not_autoloaded(void *ctx)
{
	return middle(3);
}

char _license[] SEC("license") = "GPL";
