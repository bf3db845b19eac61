/*
 * Maps whose keys and values are what programs keep in them: structs in structs, unions, bitfields at odd offsets,
 * enums, text, both signs, what belongs to the kernel. Each is pinned by its name; every kind that takes BTF types
 * is here. Floats and 128 bits have maps of their own: bpftool cannot format them.
 */
#include "bpf_def.h"

typedef signed char __s8;
typedef short __s16;
typedef long long __s64;
typedef __u64 nanoseconds;
typedef _Bool flag;

/* The kernel knows both by name; the names of their members are its own affair. */
struct bpf_spin_lock {
	__u32 val;
};

struct bpf_timer {
	__u64 : 64;
	__u64 : 64;
} __attribute__((aligned(8)));

enum state { IDLE, OPENING, OPEN = 7, FAILED = -3 };
enum direction { IN = 1, OUT } __attribute__((packed));

union address {
	__u32 v4;
	__u8 v6[16];
};

struct flow_key {
	union address source;
	union address target;
	__u16 ports[2];
	enum state state;
};

struct interval {
	nanoseconds first;
	nanoseconds last;
	__u32 gaps[3];
	__s32 drift;
};

struct flow {
	__u64 packets;
	__s64 balance;
	struct interval times;
	char label[16];
	flag open;
	enum direction direction;
	__s16 weight;
	enum state state;
	__u32 syn : 1;
	__u32 window : 17;
	__s32 trend : 5;
	__u32 : 4;
	__u32 last : 5;
	union {
		__u32 code;
		__u16 halves[2];
		struct {
			__u8 family;
			__u8 method;
		};
	};
	struct {
		__s8 small;
		char letter;
	} pairs[3];
	struct flow *next;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 64);
	__type(key, struct flow_key);
	__type(value, struct flow);
} flows SEC(".maps");

/* 64 bits that no field boundary divides, in a packed struct of 19 bytes. */
struct header {
	__u8 version : 3, kind : 5;
	__u64 sequence : 33;
	__s64 offset : 31;
	__u16 length;
	__u32 words[2];
} __attribute__((packed));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 5);
	__type(key, __u32);
	__type(value, struct header);
} headers SEC(".maps");

/* 12 bytes, in memory that is shared with user space 16 bytes apart. */
struct gauge {
	__u32 now;
	__u32 highest;
	__s32 change;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 600);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct gauge);
} gauges SEC(".maps");

/* 12 bytes a CPU, which the kernel copies out 16 apart. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 16);
	__type(key, enum state);
	__type(value, struct gauge);
} cpu_gauges SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __s32);
} cpu_totals SEC(".maps");

/* Three bytes of padding, which tell keys apart like any others. */
struct padded_key {
	__u8 zone;
	__u32 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 256);
	__type(key, struct padded_key);
	__type(value, struct interval);
} recent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 256);
	__type(key, __s64);
	__type(value, __u64[3]);
} cpu_recent SEC(".maps");

struct route4 {
	__u32 bits;
	__u8 data[4];
};

struct route6 {
	__u32 bits;
	__u8 data[16];
};

struct hop {
	__u32 device;
	__s16 metric;
	flag on_link;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 32);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct route4);
	__type(value, struct hop);
} routes4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 32);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct route6);
	__type(value, struct hop);
} routes6 SEC(".maps");

struct job {
	__u64 id;
	char command[12];
	enum direction direction;
	__u8 arguments[3];
};

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 8);
	__type(value, struct job);
} jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 8);
	__type(value, struct job);
} undo SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 1000);
	__type(value, struct padded_key);
} known SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct guarded {
	__u32 generation;
	struct bpf_spin_lock lock;
	__u64 total;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 16);
	__type(key, char[8]);
	__type(value, struct guarded);
} guarded SEC(".maps");

struct timed {
	__u64 fired;
	struct bpf_timer timer;
	__u32 period;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct timed);
} timers SEC(".maps");

struct measure {
	float ratio;
	double mean;
	float history[3];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 16);
	__type(key, __u16);
	__type(value, struct measure);
} measures SEC(".maps");

struct serial {
	unsigned __int128 whole;
	__int128 change;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 16);
	__type(key, __s8);
	__type(value, struct serial);
} serials SEC(".maps");

struct room {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct hop);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct room);
} floors SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__uint(max_entries, 4);
	__type(key, __u64);
	__array(values, struct room);
} towers SEC(".maps");

char _license[] SEC("license") = "GPL";
