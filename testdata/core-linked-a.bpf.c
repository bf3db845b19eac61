/* With core-linked-b.bpf.c: two objects that bpftool links into one, with static functions and variables of one name. */
#include "bpf_def.h"

#define CORE __attribute__((preserve_access_index))
struct inner { int a; unsigned long b; } CORE;

static volatile int counted = 1;
extern int shared(int n);

static __attribute__((noinline)) int step(int n)
{
	return n + counted++;
}

/* Weak in both objects: the other's code stays in the linked one, and nobody's. */
__attribute__((weak, noinline)) int chosen(struct inner *inner)
{
	return step((int)inner->b);
}

SEC("socket")
int first(struct inner *inner)
{
	return step(inner->a) + shared(2) + chosen(inner);
}

SEC("socket")
int first_again(struct inner *inner)
{
	return step(3) - (int)inner->b;
}

char _license[] SEC("license") = "GPL";
