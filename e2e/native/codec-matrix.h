/* What the generated programs of codec-matrix.host.test.ts print values with, and fill them from: words on stdin. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned __int128 wide;
typedef unsigned long long u64;

static char word[1 << 16];

static char *next_word(void)
{
	if (scanf("%65535s", word) != 1) {
		fprintf(stderr, "a word is missing\n");
		exit(2);
	}
	return word;
}

static unsigned next_byte(const char *hex)
{
	unsigned byte;

	sscanf(hex, "%2x", &byte);
	return byte;
}

static void print_u(u64 value) { printf("%llu ", value); }
static void print_s(long long value) { printf("%lld ", value); }
static void print_wide(wide value) { printf("%016llx%016llx ", (u64)(value >> 64), (u64)value); }

/* Its bits as a double, all NaNs as one. */
static void print_float(double value)
{
	u64 bits = 0x7ff8000000000000;

	if (value == value)
		memcpy(&bits, &value, 8);
	print_u(bits);
}

/* The bytes before the first NUL. */
static void print_text(const char *text, size_t size)
{
	printf("t");
	for (size_t i = 0; i < size && text[i]; i++)
		printf("%02x", (unsigned char)text[i]);
	printf(" ");
}

static u64 next_u(void) { return strtoull(next_word(), NULL, 10); }
static long long next_s(void) { return strtoll(next_word(), NULL, 10); }

static wide next_wide(void)
{
	wide value = 0;

	for (char *hex = next_word(); *hex; hex++)
		value = value << 4 | (*hex <= '9' ? *hex - '0' : *hex - 'a' + 10);
	return value;
}

static double next_float(void)
{
	u64 bits = next_u();
	double value;

	memcpy(&value, &bits, 8);
	return value;
}

static void next_text(char *text, size_t size)
{
	const char *hex = next_word() + 1;

	for (size_t i = 0; i < size; i++, hex += *hex ? 2 : 0)
		text[i] = *hex ? next_byte(hex) : 0;
}

static void next_bytes(void *to, size_t size)
{
	next_text(to, size);
}

static void print_bytes(const void *from, size_t size)
{
	for (size_t i = 0; i < size; i++)
		printf("%02x", ((const unsigned char *)from)[i]);
}

/* A store to a member that may be const, volatile or packed. */
#define STORE(type, place, value)                                   \
	do {                                                        \
		type stored = (type)(value);                        \
		memcpy((void *)&(place), &stored, sizeof(stored)); \
	} while (0)
