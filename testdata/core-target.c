/*
 * Kernels as core-fields.bpf.c and core-types.bpf.c may meet them, one for each CORE_TARGET. Only the types count.
 *   1 the same layout   2 moved, resized, of other types   3 members and types missing, bit fields where there were none
 *   4 two candidates that agree   5 candidates that differ   6 nothing of it
 */
#define KEEP(type, name) type *keep_##name
#if CORE_TARGET == 1
struct inner { int a; unsigned long b; char name[16]; };
enum colour { RED = 5, GREEN, VIOLET };
enum other { OTHER };
typedef unsigned int number_t;
struct fields {
	signed char s8;
	unsigned char u8;
	short s16;
	unsigned short u16;
	int s32;
	unsigned int u32;
	long s64;
	unsigned long u64;
	number_t typedefed;
	unsigned int qualified;
	void *pointer;
	_Bool flag;
	char letter;
	float real;
	enum colour colour;
	enum other renamed;
	struct inner in;
	struct inner array[4];
	int matrix[3][5];
	unsigned char bytes[12];
	union { int union_a; struct { short union_b, union_c; }; };
	struct { struct { int deep; }; union { long deeper; } named; };
	unsigned int b1 : 1, b3 : 3, b12 : 12;
	int sb7 : 7;
	unsigned long wide : 40;
	unsigned short crossing : 9;
	unsigned int to_plain : 6;
	unsigned int to_bits;
	int gone;
	struct inner gone_too;
	int (*call)(int);
	int to_struct;
	struct inner to_int;
	int to_array;
	int flexible[];
};
struct nothing_alike { char c; };
union either { int i; char c[8]; };
enum signs { BELOW = -3, ABOVE = 3 };
enum large { LARGE = 0xfffffff0u, LARGER };
enum gone_enum { GONE };
typedef int plain_t;
typedef struct inner inner_t;
typedef struct { int x; } anonymous_t;
typedef struct inner *inner_ptr_t;
typedef int (*function_t)(int, struct inner *);
typedef int (*shorter_t)(int);
typedef int (*differs_t)(struct inner *);
typedef void prototype_t(long);
typedef int array_t[7];
typedef int *array_of_pointers_t[3];
typedef const volatile enum colour qualified_t;
typedef enum { ONE = 1, TWO } count_t;
struct matched { int a; struct inner *behind; struct inner in; enum signs sign; long numbers[4]; function_t call; };
struct matched_more { int a; int more; };
struct matched_sign { unsigned a; };
struct matched_size { long a; };
struct matched_length { int a[4]; };
struct matched_kind { struct inner a; };
struct matched_pointer { struct nothing_alike *a; };
struct matched_nested { struct { int x; }; union { int y; long z; }; };
struct forward { int defined; };
struct matched_forward { struct forward *f; };
struct matched_enum { enum colour c; };
struct matched_flavour { int a; };
struct matched_bits { unsigned a : 3, b : 5; };
#elif CORE_TARGET == 2
struct inner { char name[8]; long padding; short a; unsigned int b; };
enum colour { GREEN = 70, VIOLET, RED = -9 };
enum another { OTHER };
struct fields {
	struct { union { struct { int deep; short wider; }; long shifted; }; };
	int flexible_no_more;
	struct { const unsigned long number; } moved;
	struct inner array[3];
	long matrix[4][5];
	unsigned short bytes[12];
	unsigned int u64;
	unsigned long u32;
	unsigned int u16;
	unsigned short u8;
	int s64;
	long s32;
	int s16;
	short s8;
	unsigned short typedefed;
	unsigned long qualified;
	char *pointer;
	unsigned int flag;
	int letter;
	double real;
	enum colour colour;
	enum another renamed;
	struct { struct inner in; };
	union { struct { short union_c; int union_a; short union_b; } ; } ;
	union { struct { struct { unsigned int deeper; } named; }; };
	unsigned int other : 29, b12 : 12, b3 : 3;
	unsigned int b1;
	long sb7 : 33;
	unsigned char gap : 5;
	unsigned long wide : 50;
	unsigned long : 30;
	unsigned short crossing : 9;
	unsigned int to_plain;
	unsigned int to_bits : 20;
	long call;
	struct { int x; } to_struct;
	int to_int;
	int to_array[3];
	int flexible[8];
};
struct nothing_alike { char c[9]; };
struct either { int i; char c[8]; };
enum signs { ABOVE = -3, BELOW = 3 };
enum large { LARGER = 7, LARGE };
typedef long plain_t;
typedef struct inner *inner_t;
typedef struct { long x; } anonymous_t;
typedef struct inner inner_ptr_t;
typedef int (*function_t)(long, struct nothing_alike *);
typedef int (*shorter_t)(int, int);
typedef int (*differs_t)(int);
typedef int prototype_t(long);
typedef int array_t[8];
typedef long *array_of_pointers_t[4];
typedef const volatile int qualified_t;
typedef enum { TWO = 1, ONE } count_t;
struct matched { int more; function_t call; long numbers[4]; enum signs sign; struct inner in; struct inner *behind; int a; };
struct matched_more { int a; };
struct matched_sign { int a; };
struct matched_size { int a; };
struct matched_length { int a[5]; };
struct matched_kind { union { int a; }; };
struct matched_pointer { struct inner *a; };
struct matched_nested { struct { long z; }; union { int y; int x; }; };
struct forward;
struct matched_forward { struct forward *f; };
struct matched_enum { enum colour c; };
struct matched_flavour { int a___theirs; };
struct matched_bits { unsigned a : 5, b : 3; };
#elif CORE_TARGET == 3
struct inner { int a : 9; unsigned long b : 63; };
union fields { int s32; unsigned int u32 : 31; long s64; char pointer; struct inner in; struct inner array[2]; unsigned int to_plain : 6; };
enum colour { RED };
struct plain_t { int x; };
struct matched { int a; };
struct matched_enum { enum colour c; };
struct matched_forward { union forward { int x; } *f; };
typedef struct inner_not *inner_ptr_t;
#elif CORE_TARGET == 4
struct inner { int a; unsigned long b; char name[16]; };
struct inner___two { int a; unsigned long b; char other[16]; };
struct fields___one { int s32; unsigned int u32; struct inner in; };
struct fields___two { int s32; unsigned int u32; struct inner___two in; };
struct fields { struct inner in; };
enum colour___one { RED___one = 3, GREEN___a = 4 };
enum colour___two { GREEN___b = 4, RED___two = 3 };
struct matched { int a; };
struct matched___two { int a; };
#elif CORE_TARGET == 5
struct inner { int a; };
struct inner___two { char first; int a; };
struct fields___one { int s32; unsigned int u32; struct inner in; long s64; };
struct fields___two { unsigned int u32; int s32; struct inner___two in; unsigned short u16; };
enum colour___one { RED___one = 3, GREEN___a = 4 };
enum colour___two { GREEN___b = 5, VIOLET___two = 3 };
#else
struct elsewhere { int x; };
#endif

#if CORE_TARGET == 6
KEEP(struct elsewhere, elsewhere);
#elif CORE_TARGET == 5
KEEP(struct inner, inner);
KEEP(struct inner___two, inner2);
KEEP(struct fields___one, fields1);
KEEP(struct fields___two, fields2);
KEEP(enum colour___one, colour1);
KEEP(enum colour___two, colour2);
#elif CORE_TARGET == 4
KEEP(struct inner, inner);
KEEP(struct fields___one, fields1);
KEEP(struct fields___two, fields2);
KEEP(struct fields, fields);
KEEP(enum colour___one, colour1);
KEEP(enum colour___two, colour2);
KEEP(struct matched, matched);
KEEP(struct matched___two, matched2);
#elif CORE_TARGET == 3
KEEP(union fields, fields);
KEEP(enum colour, colour);
KEEP(struct plain_t, plain);
KEEP(struct matched, matched);
KEEP(struct matched_enum, matched_enum);
KEEP(struct matched_forward, matched_forward);
KEEP(inner_ptr_t, inner_ptr);
#else
KEEP(struct fields, fields);
KEEP(struct nothing_alike, nothing_alike);
#if CORE_TARGET == 1
KEEP(union either, either);
KEEP(enum gone_enum, gone_enum);
#else
KEEP(struct either, either);
#endif
KEEP(enum signs, signs);
KEEP(enum large, large);
KEEP(plain_t, plain);
KEEP(inner_t, inner_t);
KEEP(anonymous_t, anonymous);
KEEP(inner_ptr_t, inner_ptr);
KEEP(function_t, function);
KEEP(shorter_t, shorter);
KEEP(differs_t, differs);
KEEP(prototype_t, prototype);
KEEP(array_t, array);
KEEP(array_of_pointers_t, array_of_pointers);
KEEP(qualified_t, qualified);
KEEP(count_t, count);
KEEP(struct matched, matched);
KEEP(struct matched_more, matched_more);
KEEP(struct matched_sign, matched_sign);
KEEP(struct matched_size, matched_size);
KEEP(struct matched_length, matched_length);
KEEP(struct matched_kind, matched_kind);
KEEP(struct matched_pointer, matched_pointer);
KEEP(struct matched_nested, matched_nested);
KEEP(struct forward, forward);
KEEP(struct matched_forward, matched_forward);
KEEP(struct matched_enum, matched_enum);
KEEP(struct matched_flavour, matched_flavour);
KEEP(struct matched_bits, matched_bits);
#endif
