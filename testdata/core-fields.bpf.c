/*
 * Every CO-RE relocation to a field, each in a program of its own: offset, size, existence, sign, shifts, and loads,
 * stores and addresses, of members of all sorts. core-target.c has the kernel's side of it.
 */
#include "bpf_def.h"

#define CORE __attribute__((preserve_access_index))
#define INFO(name, suffix, access, kind)                                         \
	SEC("socket")                                                            \
	int name##_##suffix(struct fields___mine *p)                             \
	{                                                                        \
		return __builtin_preserve_field_info(access, kind);              \
	}
#define FIELD_OR_ELEMENT(name, access)                                           \
	INFO(name, off, access, 0)                                               \
	INFO(name, siz, access, 1)                                               \
	INFO(name, has, access, 2)
#define ADDRESS(name, access)                                                    \
	SEC("socket")                                                            \
	long name##_adr(struct fields___mine *p)                                 \
	{                                                                        \
		return (long)__builtin_preserve_access_index(&access);           \
	}
#define LOAD(name, access)                                                       \
	SEC("socket")                                                            \
	long name##_ldx(struct fields___mine *p)                                 \
	{                                                                        \
		return (long)access;                                             \
	}
#define STORE(name, access, value)                                               \
	SEC("socket")                                                            \
	long name##_stx(struct fields___mine *p)                                 \
	{                                                                        \
		access = value;                                                  \
		return 0;                                                        \
	}
#define SHIFTS(name, access)                                                     \
	INFO(name, sgn, access, 3)                                               \
	INFO(name, shl, access, 4)                                               \
	INFO(name, shr, access, 5)
#define MEMBER(name, access)                                                     \
	FIELD_OR_ELEMENT(name, access)                                           \
	SHIFTS(name, access)
#define PLAIN(name, access)                                                      \
	MEMBER(name, access)                                                     \
	ADDRESS(name, access)                                                    \
	LOAD(name, access)                                                       \
	STORE(name, access, (void *)p == (void *)1)

enum colour___mine { RED___mine, GREEN___mine };
enum other { OTHER };
typedef unsigned int number_t;
typedef const volatile number_t qualified_t;

struct inner___mine {
	int a;
	unsigned long b;
	char name[16];
} CORE;

struct fields___mine {
	signed char s8;
	unsigned char u8;
	short s16;
	unsigned short u16;
	int s32;
	unsigned int u32;
	long s64;
	unsigned long u64;
	number_t typedefed;
	qualified_t qualified;
	void *pointer;
	_Bool flag;
	char letter;
	float real;
	enum colour___mine colour;
	enum other renamed;
	struct inner___mine in;
	struct inner___mine array[4];
	int matrix[3][5];
	unsigned char bytes[12];
	union {
		int union_a;
		struct {
			short union_b, union_c;
		};
	};
	struct {
		struct {
			int deep;
		};
		union {
			long deeper;
		} named;
	};
	unsigned int b1 : 1, b3 : 3, b12 : 12;
	int sb7 : 7;
	unsigned long wide : 40;
	unsigned short crossing : 9;
	unsigned int to_plain : 6;
	unsigned int to_bits;
	int gone;
	struct inner___mine gone_too;
	int (*call)(int);
	int to_struct;
	struct inner___mine to_int;
	int to_array;
	int flexible[];
} CORE;

PLAIN(s8, p->s8)
PLAIN(u8, p->u8)
PLAIN(s16, p->s16)
PLAIN(u16, p->u16)
PLAIN(s32, p->s32)
PLAIN(u32, p->u32)
PLAIN(s64, p->s64)
PLAIN(u64, p->u64)
PLAIN(typedefed, p->typedefed)
MEMBER(qualified, p->qualified)
LOAD(qualified, p->qualified)
FIELD_OR_ELEMENT(pointer, p->pointer)
LOAD(pointer, p->pointer)
PLAIN(flag, p->flag)
PLAIN(letter, p->letter)
MEMBER(real, p->real)
PLAIN(colour, p->colour)
PLAIN(renamed, p->renamed)
FIELD_OR_ELEMENT(in, p->in)
PLAIN(in_a, p->in.a)
PLAIN(in_b, p->in.b)
FIELD_OR_ELEMENT(in_name, p->in.name)
FIELD_OR_ELEMENT(in_name_3, p->in.name[3])
LOAD(in_name_3, p->in.name[3])
FIELD_OR_ELEMENT(array, p->array)
FIELD_OR_ELEMENT(array_3, p->array[3])
PLAIN(array_2_b, p->array[2].b)
PLAIN(array_3_b, p->array[3].b)
FIELD_OR_ELEMENT(matrix_1, p->matrix[1])
FIELD_OR_ELEMENT(matrix_2_4, p->matrix[2][4])
LOAD(matrix_1_2, p->matrix[1][2])
LOAD(matrix_2_4, p->matrix[2][4])
LOAD(bytes_11, p->bytes[11])
PLAIN(union_a, p->union_a)
PLAIN(union_c, p->union_c)
PLAIN(deep, p->deep)
PLAIN(deeper, p->named.deeper)
MEMBER(b1, p->b1)
MEMBER(b3, p->b3)
MEMBER(b12, p->b12)
MEMBER(sb7, p->sb7)
MEMBER(wide, p->wide)
MEMBER(crossing, p->crossing)
MEMBER(to_plain, p->to_plain)
PLAIN(to_bits, p->to_bits)
PLAIN(gone, p->gone)
PLAIN(gone_a, p->gone_too.a)
FIELD_OR_ELEMENT(call, p->call)
LOAD(call, p->call)
PLAIN(to_struct, p->to_struct)
PLAIN(to_int_a, p->to_int.a)
PLAIN(to_array, p->to_array)
FIELD_OR_ELEMENT(flexible, p->flexible[7])
LOAD(flexible_7, p->flexible[7])
/* Neighbours of the pointer itself. */
PLAIN(second_u32, p[1].u32)
LOAD(third_in_b, p[2].in.b)

/* Several relocations in one program; the second program's begin in the middle of the section. */
SEC("socket")
long many(struct fields___mine *p)
{
	long sum = p->s32 + p->in.b + p->array[2].a;

	if (__builtin_preserve_field_info(p->gone, 2))
		sum += p->gone;
	return sum + p->named.deeper;
}

/* Of kernel 5's two candidates only one has s64: whoever asks for that first has settled which is meant. */
SEC("socket")
long settles(struct fields___mine *p)
{
	volatile long first = p->s64;

	return first + p->s32;
}

SEC("socket")
long asks_late(struct fields___mine *p)
{
	volatile long first = p->s32;

	return first + p->s64;
}

/* A type that no kernel has. */
struct nowhere {
	int x;
} CORE;

SEC("socket")
int nowhere_ldx(struct nowhere *p)
{
	return p->x;
}

SEC("socket")
int nowhere_has(struct nowhere *p)
{
	return __builtin_preserve_field_info(p->x, 2);
}

char _license[] SEC("license") = "GPL";
