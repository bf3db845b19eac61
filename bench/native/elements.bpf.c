/* The maps whose elements are read and written: u64 → two u64 in hashes, u64 in an mmapable array and a variable. */
#define uint_of(name, value) int (*name)[value]
#define type_of(name, type) type *name
typedef unsigned int u32;
typedef unsigned long long u64;

struct pair {
	u64 a;
	u64 b;
};

#define HASH(name, entries)                                                                                  \
	struct {                                                                                             \
		uint_of(type, 1);                                                                            \
		uint_of(max_entries, entries);                                                               \
		type_of(key, u64);                                                                           \
		type_of(value, struct pair);                                                                 \
		uint_of(pinning, 1);                                                                         \
	} name __attribute__((section(".maps"), used))

HASH(thousand, 1024);
HASH(hundred_thousand, 100000);
HASH(million, 1000000);

struct {
	uint_of(type, 2);
	uint_of(max_entries, 1024);
	uint_of(map_flags, 1024); /* BPF_F_MMAPABLE */
	type_of(key, u32);
	type_of(value, u64);
	uint_of(pinning, 1);
} mapped __attribute__((section(".maps"), used));

u64 wide;
u32 narrow;

char _license[] __attribute__((section("license"), used)) = "GPL";
