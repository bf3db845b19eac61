import type { CScalar, ScalarForm } from "./c-type.js";

/** What the declarations below need. */
export const prelude = `
enum color { RED, GREEN = 5, BLUE = 250, FAR = 0x80000000u };
enum level { LOW = -2147483647 - 1, NEGATIVE = -2, NONE = 0, HIGH = 2147483647 };
enum tiny { TINY_A, TINY_B = 7, TINY_C = 255 } __attribute__((packed));
typedef enum { MODE_OFF, MODE_ON } mode_alias;
typedef unsigned int u32_alias;
typedef const volatile u32_alias cv_alias;
typedef _Bool bool_alias;
struct only_declared;
`;

const color = { RED: 0, GREEN: 5, BLUE: 250, FAR: 0x80000000 };
const level = { LOW: -(2 ** 31), NEGATIVE: -2, NONE: 0, HIGH: 2 ** 31 - 1 };
const tiny = { TINY_A: 0, TINY_B: 7, TINY_C: 255 };

const scalar = (
  declaration: string,
  form: ScalarForm,
  bits: number,
  more: { type?: string; signed?: boolean; names?: CScalar["names"] } = {},
): CScalar => ({
  kind: "scalar",
  declaration: declaration.includes("%") ? declaration : `${declaration} %`,
  type: more.type ?? declaration,
  form,
  bits,
  signed: more.signed ?? form === "s",
  ...(more.names && { names: more.names }),
});

/** Those that can be bit fields. */
export const integers: readonly CScalar[] = [
  scalar("unsigned char", "u", 8),
  scalar("signed char", "s", 8),
  scalar("unsigned short", "u", 16),
  scalar("short", "s", 16),
  scalar("unsigned int", "u", 32),
  scalar("int", "s", 32),
  scalar("unsigned long", "u", 64),
  scalar("long", "s", 64),
  scalar("unsigned long long", "u", 64),
  scalar("long long", "s", 64),
  scalar("u32_alias", "u", 32),
  scalar("enum color", "enum", 32, { names: color }),
  scalar("enum level", "enum", 32, { names: level, signed: true }),
  scalar("bool_alias", "bool", 1),
  scalar("_Bool", "bool", 1),
];

export const scalars: readonly CScalar[] = [
  ...integers,
  scalar("unsigned __int128", "wide", 128),
  scalar("__int128", "wide", 128, { signed: true }),
  scalar("char", "char", 8),
  scalar("float", "float", 32),
  scalar("double", "float", 64),
  scalar("void *%", "u", 64, { type: "void *" }),
  scalar("const char *%", "u", 64, { type: "void *" }),
  scalar("struct only_declared *%", "u", 64, { type: "void *" }),
  scalar("int (*%)(int)", "u", 64, { type: "void *" }),
  scalar("const volatile int", "s", 32, { type: "int" }),
  scalar("cv_alias", "u", 32, { type: "unsigned int" }),
  scalar("enum tiny", "enum", 8, { names: tiny }),
  scalar("mode_alias", "enum", 32, { names: { MODE_OFF: 0, MODE_ON: 1 } }),
];
