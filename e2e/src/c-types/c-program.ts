import { type CField, type CScalar, type CType, declare, definitions, isPadding } from "./c-type.js";
import { prelude } from "./scalars.js";

/** Global variables `v0`, `v1` … of the types: what clang makes BTF of. */
export function objectSource(types: readonly CType[]): string {
  const done = new Set<string>();
  const variables = types.map((type, i) => `${definitions(type, done)}${declare(type, `v${i}`)};\n`);
  return `${prelude}\n${variables.join("")}`;
}

/**
 * A program that knows the same types. Reads commands: `size TYPE`, `print TYPE HEX` (the words of the value
 * in these bytes), `fill TYPE WORD…` (the bytes in which C has stored these words); answers each with a line.
 */
export function programSource(types: readonly CType[]): string {
  const functions = types.map(
    (type, i) => `static void print_${i}(void) {\n${print(type, `v${i}`, 0)}}
static void fill_${i}(void) {\n${fill(type, `v${i}`, 0)}}
`,
  );
  const cases = types.map(
    (_, i) => `\t\tcase ${i}:
			memset((void *)&v${i}, 0, sizeof(v${i}));
			if (command == 's') printf("%zu", sizeof(v${i}));
			else if (command == 'p') { next_bytes((void *)&v${i}, sizeof(v${i})); print_${i}(); }
			else { fill_${i}(); print_bytes((void *)&v${i}, sizeof(v${i})); }
			break;
`,
  );
  return `#include "codec-matrix.h"
${objectSource(types)}
${functions.join("")}
int main(void)
{
	while (scanf("%65535s", word) == 1) {
		char command = word[0];

		switch (next_u()) {
${cases.join("")}		}
		printf("\\n");
	}
	return 0;
}
`;
}

/** Statements that print the words of a value. */
function print(type: CType, place: string, depth: number): string {
  switch (type.kind) {
    case "scalar":
      return `\t${printScalar(type, place)}\n`;
    case "string":
      return `\tprint_text(${place}, ${type.size});\n`;
    case "array":
      return loop(type.length, depth, (i) => print(type.element, `${place}[${i}]`, depth + 1));
    default:
      return named(type.fields)
        .map((field) =>
          field.bits === undefined
            ? print(field.type, member(place, field), depth)
            : `\t${printBits(field, place)}\n`,
        )
        .join("");
  }
}

function printScalar({ form }: CScalar, place: string): string {
  switch (form) {
    case "bool":
      // Loading a _Bool that is neither 0 nor 1 is undefined.
      return `print_u(*(const unsigned char *)&${place} != 0);`;
    case "char":
      return `print_u((unsigned char)${place});`;
    case "enum":
      return `print_s(${place});`;
    case "u":
      return `print_u((u64)${place});`;
    case "wide":
      return `print_wide((wide)${place});`;
    case "s":
      return `print_s(${place});`;
    case "float":
      return `print_float(${place});`;
  }
}

function printBits({ name, type }: CField, place: string): string {
  return (type as CScalar).form === "u" || (type as CScalar).form === "bool"
    ? `print_u(${place}.${name});`
    : `print_s(${place}.${name});`;
}

/** Statements that store the words that follow; of a union one member, whose number comes first. */
function fill(type: CType, place: string, depth: number): string {
  switch (type.kind) {
    case "scalar":
      return `\tSTORE(${type.type}, ${place}, ${nextOf(type)});\n`;
    case "string":
      return `\tnext_text((char *)${place}, ${type.size});\n`;
    case "array":
      return loop(type.length, depth, (i) => fill(type.element, `${place}[${i}]`, depth + 1));
    case "struct":
      return named(type.fields)
        .map((field) => fillField(field, place, depth))
        .join("");
    case "union": {
      const cases = named(type.fields).map(
        (field, i) => `\tcase ${i}:\n${fillField(field, place, depth)}\tbreak;\n`,
      );
      return `\tswitch (next_u()) {\n${cases.join("")}\t}\n`;
    }
  }
}

function fillField(field: CField, place: string, depth: number): string {
  return field.bits === undefined
    ? fill(field.type, member(place, field), depth)
    : `\t${place}.${field.name} = ${nextOf(field.type as CScalar)};\n`;
}

function nextOf({ form, signed }: CScalar): string {
  if (form === "wide") return "next_wide()";
  if (form === "float") return "next_float()";
  return signed ? "next_s()" : "next_u()";
}

function named(fields: readonly CField[]): CField[] {
  return fields.filter((field) => !isPadding(field));
}

function member(place: string, { name }: CField): string {
  return name === "" ? place : `${place}.${name}`;
}

function loop(length: number | "", depth: number, body: (index: string) => string): string {
  const i = `i${depth}`;
  return `\tfor (int ${i} = 0; ${i} < ${length || 0}; ${i}++) {\n${body(i)}\t}\n`;
}
