/* What the sources of loaded programs (load-*.bpf.c) need beside bpf_def.h. */
#pragma once

#include "bpf_def.h"

typedef signed char __s8;
typedef short __s16;
typedef long long __s64;
typedef _Bool bool;

#define NULL ((void *)0)
#define noinline __attribute__((noinline))
#define inline __attribute__((always_inline)) inline
#define __weak __attribute__((weak))
#define __kconfig __attribute__((section(".kconfig")))
#define __ksym __attribute__((section(".ksyms")))
#define accessed_by_index __attribute__((preserve_access_index))

enum libbpf_tristate { TRI_NO = 0, TRI_YES = 1, TRI_MODULE = 2 };

static long (*bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static __u64 (*bpf_ktime_get_ns)(void) = (void *)5;
static __u64 (*bpf_get_current_pid_tgid)(void) = (void *)14;
static __u64 (*bpf_get_current_task)(void) = (void *)35;
static long (*bpf_probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;
static long (*bpf_copy_from_user)(void *to, __u32 size, const void *from) = (void *)148;
static void *(*bpf_per_cpu_ptr)(const void *variable, __u32 cpu) = (void *)153;
static long (*bpf_for_each_map_elem)(void *map, void *callback, void *context, __u64 flags) = (void *)164;
static long (*bpf_loop)(__u32 count, void *callback, void *context, __u64 flags) = (void *)181;

#define LICENSE(text) char _license[] SEC("license") = text;

/* An array of u64 counters, what each test reads back. */
#define COUNTERS(name_, entries)                                \
	struct {                                                \
		__uint(type, BPF_MAP_TYPE_ARRAY);               \
		__uint(max_entries, entries);                   \
		__type(key, __u32);                             \
		__type(value, __u64);                           \
	} name_ SEC(".maps")

/* Adds to a counter of an array; a macro, because a function cannot take the map's address as a constant. */
#define ADD(map, index, amount)                                         \
	do {                                                            \
		__u32 key_ = (index);                                   \
		__u64 *value_ = bpf_map_lookup_elem(&(map), &key_);     \
		if (value_)                                             \
			__sync_fetch_and_add(value_, (amount));         \
	} while (0)

/* Puts a number into a counter. */
#define PUT(map, index, number)                                         \
	do {                                                            \
		__u32 key_ = (index);                                   \
		__u64 *value_ = bpf_map_lookup_elem(&(map), &key_);     \
		if (value_)                                             \
			*value_ = (number);                             \
	} while (0)
