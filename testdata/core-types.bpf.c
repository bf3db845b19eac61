/* Every CO-RE relocation to a type or an enumerator, each in a program of its own; core-target.c is the other side. */
#include "bpf_def.h"

#define TYPE(name, type)                                                                        \
	SEC("socket") int name##_has(void *p) { return __builtin_preserve_type_info(*(type *)0, 0); } \
	SEC("socket") int name##_siz(void *p) { return __builtin_preserve_type_info(*(type *)0, 1); } \
	SEC("socket") long name##_loc(void *p) { return __builtin_btf_type_id(*(type *)0, 0); }  \
	SEC("socket") long name##_id(void *p) { return __builtin_btf_type_id(*(type *)0, 1); }
#define UNSIZED(name, type)                                                                     \
	SEC("socket") int name##_has(void *p) { return __builtin_preserve_type_info(*(type *)0, 0); } \
	SEC("socket") long name##_id(void *p) { return __builtin_btf_type_id(*(type *)0, 1); }
#define VALUE(name, type, value)                                                                      \
	SEC("socket") long name##_has(void *p) { return __builtin_preserve_enum_value(*(type *)value, 0); } \
	SEC("socket") long name##_val(void *p) { return __builtin_preserve_enum_value(*(type *)value, 1); }

struct inner { int a; unsigned long b; char name[16]; };
struct nothing_alike { char c; };
union either { int i; char c[8]; };
enum colour___mine { RED___mine = 5, GREEN___mine, VIOLET___mine };
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
typedef const volatile enum colour___mine qualified_t;
typedef enum { ONE = 1, TWO } count_t;

/* What BPF_CORE_TYPE_MATCHES looks at. */
struct matched { int a; struct inner *behind; struct inner in; enum signs sign; long numbers[4]; function_t call; };
struct matched_more { int a; int more; };
struct matched_sign { unsigned a; };
struct matched_size { long a; };
struct matched_length { int a[4]; };
struct matched_kind { struct inner a; };
struct matched_pointer { struct nothing_alike *a; };
struct matched_nested { struct { int x; }; union { int y; long z; }; };
struct forward;
struct matched_forward { struct forward *f; };
struct matched_enum { enum colour___mine c; };
struct matched_flavour___mine { int a___mine; };
struct matched_bits { unsigned a : 3, b : 5; };

TYPE(inner, struct inner)
TYPE(nothing_alike, struct nothing_alike)
TYPE(either, union either)
TYPE(colour, enum colour___mine)
TYPE(signs, enum signs)
TYPE(gone_enum, enum gone_enum)
TYPE(plain, plain_t)
TYPE(inner_t, inner_t)
TYPE(anonymous, anonymous_t)
TYPE(inner_ptr, inner_ptr_t)
TYPE(function, function_t)
TYPE(shorter, shorter_t)
TYPE(differs, differs_t)
UNSIZED(prototype, prototype_t)
TYPE(array, array_t)
TYPE(array_of_ptr, array_of_pointers_t)
TYPE(qualified, qualified_t)
TYPE(count, count_t)
TYPE(matched, struct matched)
TYPE(m_more, struct matched_more)
TYPE(m_sign, struct matched_sign)
TYPE(m_size, struct matched_size)
TYPE(m_length, struct matched_length)
TYPE(m_kind, struct matched_kind)
TYPE(m_pointer, struct matched_pointer)
TYPE(m_nested, struct matched_nested)
TYPE(m_forward, struct matched_forward)
TYPE(m_enum, struct matched_enum)
TYPE(m_flavour, struct matched_flavour___mine)
TYPE(m_bits, struct matched_bits)

VALUE(red, enum colour___mine, RED___mine)
VALUE(green, enum colour___mine, GREEN___mine)
VALUE(violet, enum colour___mine, VIOLET___mine)
VALUE(below, enum signs, BELOW)
VALUE(above, enum signs, ABOVE)
VALUE(large, enum large, LARGE)
VALUE(larger, enum large, LARGER)
VALUE(gone, enum gone_enum, GONE)
VALUE(one, count_t, ONE)
VALUE(two, count_t, TWO)

char _license[] SEC("license") = "GPL";
