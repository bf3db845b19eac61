/*
 * What the sources here need to define maps and programs, and nothing more. Self-contained, so that the objects
 * depend on clang alone and not on some libbpf's headers.
 */
#pragma once

#include "bpf_constants.h"

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef int __s32;
typedef unsigned long long __u64;

#define SEC(name) __attribute__((section(name), used))

/* Members of a BTF map definition: a number, a type, an array of pointers, a 64-bit number. */
#define __uint(name, number) int(*name)[number]
#define __type(name, type) typeof(type) *name
#define __array(name, type) typeof(type) *name[]
#define __ulong_name(line, name) name##_at_##line
#define __ulong_at(line, name, number) enum { __ulong_name(line, name) = number } name
#define __ulong(name, number) __ulong_at(__LINE__, name, number)

#define __tag(text) __attribute__((btf_decl_tag(text)))

#define LIBBPF_PIN_NONE 0
#define LIBBPF_PIN_BY_NAME 1

static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*bpf_map_update_elem)(void *map, const void *key, const void *value, __u64 flags) = (void *)2;
static long (*bpf_tail_call)(void *ctx, void *map, __u32 index) = (void *)12;
