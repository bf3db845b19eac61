/* 1,000 by-name maps with BTF keys and values: what a large agent's object looks like, taken to the extreme. */
#define uint_of(name, value) int (*name)[value]
#define type_of(name, type) type *name
typedef unsigned int u32;
typedef unsigned long long u64;

struct stats {
	u64 packets;
	u64 bytes;
};

#define MAP(name)                                                                                            \
	struct {                                                                                             \
		uint_of(type, 2);                                                                            \
		uint_of(max_entries, 1);                                                                     \
		type_of(key, u32);                                                                           \
		type_of(value, struct stats);                                                                \
		uint_of(pinning, 1);                                                                         \
	} name __attribute__((section(".maps"), used));
#define TEN(name)                                                                                            \
	MAP(name##0) MAP(name##1) MAP(name##2) MAP(name##3) MAP(name##4)                                     \
	MAP(name##5) MAP(name##6) MAP(name##7) MAP(name##8) MAP(name##9)
#define HUNDRED(name)                                                                                        \
	TEN(name##0) TEN(name##1) TEN(name##2) TEN(name##3) TEN(name##4)                                     \
	TEN(name##5) TEN(name##6) TEN(name##7) TEN(name##8) TEN(name##9)

HUNDRED(m0) HUNDRED(m1) HUNDRED(m2) HUNDRED(m3) HUNDRED(m4)
HUNDRED(m5) HUNDRED(m6) HUNDRED(m7) HUNDRED(m8) HUNDRED(m9)

char _license[] __attribute__((section("license"), used)) = "GPL";
