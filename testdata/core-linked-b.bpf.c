/* See core-linked-a.bpf.c. */
#include "bpf_def.h"

#define CORE __attribute__((preserve_access_index))
struct inner { int a; unsigned long b; } CORE;

static volatile int counted = 20;
static const volatile int table[2] = { 7, 8 };
int total;

static __attribute__((noinline)) int step(int n)
{
	return n * counted++;
}

__attribute__((weak, noinline)) int chosen(struct inner *inner)
{
	return step(inner->a) + total;
}

__attribute__((noinline)) int shared(int n)
{
	return step(n) + step(n + 1) + table[n & 1];
}

SEC("socket")
int second(struct inner *inner)
{
	total += step(inner->b);
	return shared(inner->a) + chosen(inner);
}
