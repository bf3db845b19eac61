/*
 * 200 programs and 50 maps, with functions that several programs call, and variables. Half of the programs read the
 * kernel's structs, through CO-RE relocations with -DCORE and at the places of the declarations here without.
 */
#define uint_of(name, value) int (*name)[value]
#define type_of(name, type) type *name
#define SEC(name) __attribute__((section(name), used))
#ifdef CORE
#define OF_THE_KERNEL __attribute__((preserve_access_index))
#else
#define OF_THE_KERNEL
#endif
typedef unsigned int u32;
typedef unsigned long long u64;

static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static u64 (*bpf_ktime_get_ns)(void) = (void *)5;
static u64 (*bpf_get_current_task)(void) = (void *)35;
static long (*bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;

struct stats {
	u64 count;
	u64 sum;
	u64 last;
};

struct mm_struct {
	u64 total_vm;
	u64 start_stack;
	int map_count;
} OF_THE_KERNEL;

struct signal_struct {
	int nr_threads;
} OF_THE_KERNEL;

struct task_struct {
	int prio;
	int pid;
	int tgid;
	u64 start_time;
	struct task_struct *real_parent;
	struct mm_struct *mm;
	struct signal_struct *signal;
	char comm[16];
} OF_THE_KERNEL;

const volatile u32 sample_rate = 1;
u64 seen;
u64 largest = 1;

#define MAP(name)                                                                                            \
	struct {                                                                                             \
		uint_of(type, 2);                                                                            \
		uint_of(max_entries, 16);                                                                    \
		type_of(key, u32);                                                                           \
		type_of(value, struct stats);                                                                \
	} name SEC(".maps");

/* What every program does with its map. */
static __attribute__((noinline)) int add(struct stats *stats, u64 amount)
{
	if (!stats)
		return 0;
	stats->count++;
	stats->sum += amount;
	stats->last = bpf_ktime_get_ns();
	return stats->count & 1;
}

static __attribute__((noinline)) u64 read_u32(const void *from)
{
	u32 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), from);
	return value;
}

static __attribute__((noinline)) void *read_pointer(const void *from)
{
	void *value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), from);
	return value;
}

/* Counts packets by length. */
#define PACKETS(name, map, number)                                                                           \
	SEC("tc") int packets_##name(u32 *skb)                                                               \
	{                                                                                                    \
		u64 length = *skb;                                                                           \
		u32 key = number % 16;                                                                       \
                                                                                                             \
		if (sample_rate == 0)                                                                        \
			return 0;                                                                            \
		if (length > largest)                                                                        \
			largest = length;                                                                    \
		if (length > 64 * number)                                                                    \
			key = (key + 1) % 16;                                                                \
		seen += sample_rate;                                                                         \
		return add(bpf_map_lookup_elem(&map, &key), length);                                         \
	}

/* Adds up what the kernel knows of the running task. */
#define TASKS(name, map, number)                                                                             \
	SEC("raw_tp/sched_switch") int tasks_##name(void *ctx)                                               \
	{                                                                                                    \
		struct task_struct *task = (void *)bpf_get_current_task();                                   \
		struct task_struct *parent = read_pointer(&task->real_parent);                               \
		struct signal_struct *signal = read_pointer(&task->signal);                                  \
		struct mm_struct *mm = read_pointer(&task->mm);                                              \
		u64 sum = read_u32(&task->prio) + read_u32(&task->pid) + read_u32(&parent->tgid);            \
		u32 key = number % 16;                                                                       \
                                                                                                             \
		sum += read_u32(&signal->nr_threads) + read_u32(&task->comm);                                \
		sum += (u64)read_pointer(&mm->total_vm) + read_u32(&mm->map_count);                          \
		seen += sample_rate;                                                                         \
		add(bpf_map_lookup_elem(&map, &key), sum);                                                   \
		return 0;                                                                                    \
	}

#define FOUR(name, number)                                                                                   \
	MAP(map_##name)                                                                                      \
	PACKETS(name##a, map_##name, number)                                                                 \
	TASKS(name##b, map_##name, number)                                                                   \
	PACKETS(name##c, map_##name, number + 1)                                                             \
	TASKS(name##d, map_##name, number + 1)
#define FORTY(name, number)                                                                                  \
	FOUR(name##0, number)                                                                                \
	FOUR(name##1, number + 1)                                                                            \
	FOUR(name##2, number + 2)                                                                            \
	FOUR(name##3, number + 3)                                                                            \
	FOUR(name##4, number + 4)                                                                            \
	FOUR(name##5, number + 5)                                                                            \
	FOUR(name##6, number + 6)                                                                            \
	FOUR(name##7, number + 7)                                                                            \
	FOUR(name##8, number + 8)                                                                            \
	FOUR(name##9, number + 9)

FORTY(0, 1)
FORTY(1, 11)
FORTY(2, 21)
FORTY(3, 31)
FORTY(4, 41)

char _license[] SEC("license") = "GPL";
