typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long long u64; typedef int s32; typedef long long s64;
#define SEC(n) __attribute__((section(n), used))
static u64 (*lookup)(void *, const void *) = (void *)1;
static s64 (*loop)(u32, void *, void *, u64) = (void *)181;
struct wide { u8 a; u16 b; u32 c; u64 d; s32 e; s64 f; };
u64 counter;
u32 counter32;
static __attribute__((noinline)) u64 mix(struct wide *w, u64 x) {
	u32 y = w->c;
	s32 z = w->e;
	y += w->b; y -= 3; y *= (u32)x; y /= 7u; y |= w->a; y &= 0xff0fu; y <<= 3; y >>= (x & 7); y %= 11u; y ^= 5; y = -y;
	z >>= 3; z >>= (x & 3);
	x += w->d; x -= y; x *= 5; x /= (w->d | 1); x |= 0x100; x &= -16; x <<= y & 31; x >>= 2; x %= w->d | 3; x ^= w->d; x = -x;
	w->a = x; w->b = x; w->c = y; w->d = x; w->e = z; w->f = (s64)x >> 5;
	*(volatile u32 *)&w->c = 77; *(volatile u64 *)&w->d = -1;
	return x + z;
}
static __attribute__((noinline)) long callback(u32 i, void *c) { return *(u32 *)c > i; }
SEC("socket") int first(struct wide *w) {
	u64 x = mix(w, 0x123456789abcdefULL);
	s64 s = w->f;
	s32 t = w->e;
	if (x == 5) return 1; if (x > w->d) return 2; if (x >= 9) return 3; if (x & 6) x++; if (x != w->d) x += 2;
	if (s > 7) return 4; if (s >= (s64)w->d) return 5; if (x < 3) return 6; if (x <= w->d) return 7; if (s < -8) return 8; if (s <= (s64)x) return 9;
	if (t > 7) return 14; if (t < w->c) return 15; if ((u32)t == w->c) return 16;
	x += __builtin_bswap16(w->b); x += __builtin_bswap32(w->c); x ^= __builtin_bswap64(w->d);
	__sync_fetch_and_add(&counter, 1);
	__sync_fetch_and_add(&counter32, 3);
	x += loop(3, callback, &x, 0);
	return x + lookup(&counter, &counter32);
}
#ifdef ATOMICS
SEC("socket/2") u64 atomics(u64 *p, u32 *q) {
	u64 a = __sync_fetch_and_add(p, 1);
	a += __sync_fetch_and_or(p, 2); a += __sync_fetch_and_and(p, 4); a += __sync_fetch_and_xor(p, 8);
	a += __sync_lock_test_and_set(p, 5); a += __sync_val_compare_and_swap(p, a, 6);
	a += __sync_fetch_and_add(q, 1); a += __sync_fetch_and_or(q, 1); a += __sync_val_compare_and_swap(q, 1, 2); a += __sync_lock_test_and_set(q, 9);
	__sync_fetch_and_or(p, 1);
	return a;
}
#endif
SEC("socket/3") u64 ends(u16 *p) { return __builtin_bswap16(p[0]); }
