import { BtfKind } from "../generated/btf-kind.js";
import type { Btf } from "./btf.js";
import type { BtfBuilder } from "./btf-builder.js";
import { headWords, kindOf, lengthOf } from "./kind-lengths.js";

/** Kinds whose name the kernel wants to be an identifier, where they have one. */
export const named: ReadonlySet<number> = new Set([
  ...[BtfKind.STRUCT, BtfKind.UNION, BtfKind.ENUM, BtfKind.ENUM64, BtfKind.FWD, BtfKind.TYPEDEF],
  ...[BtfKind.FUNC, BtfKind.VAR],
]);
/** Kinds that the kernel wants to have no name; Rust's compiler gives pointers one. */
export const nameless: ReadonlySet<number> = new Set([
  ...[BtfKind.PTR, BtfKind.ARRAY, BtfKind.VOLATILE, BtfKind.CONST, BtfKind.RESTRICT, BtfKind.FUNC_PROTO],
]);
/** Words of one element of the kinds whose elements begin with a name. */
export const elementWords: ReadonlyMap<number, number> = new Map([
  [BtfKind.STRUCT, 3],
  [BtfKind.UNION, 3],
  [BtfKind.ENUM, 2],
  [BtfKind.ENUM64, 3],
  [BtfKind.FUNC_PROTO, 2],
]);

/**
 * Makes the names of a type, its members, values and parameters such that the kernel takes them (kernel/bpf/btf.c,
 * btf_name_valid_identifier): C's identifiers are, Rust's type names and generics are not.
 */
export function fitNames(btf: Btf, builder: BtfBuilder, words: Uint32Array): void {
  const kind = kindOf(words[1]!);
  if (nameless.has(kind)) words[0] = 0;
  else if (named.has(kind)) words[0] = fitName(btf, builder, words[0]!);
  const step = elementWords.get(kind);
  if (step === undefined) return;
  for (let i = 0, at = headWords; i < lengthOf(words[1]!); i++, at += step) {
    words[at] = fitName(btf, builder, words[at]!);
  }
}

function fitName(btf: Btf, builder: BtfBuilder, offset: number): number {
  const name = btf.string(offset);
  const fitted = identifier(name, ".");
  return fitted === name ? offset : builder.addString(fitted);
}

/**
 * The name with every character that is no letter, digit, `_` or one of `others` replaced by `_`, and a digit in
 * front too.
 */
export function identifier(name: string, others = ""): string {
  return name.replace(/[^A-Za-z0-9_]|^[0-9]/g, (character) => (others.includes(character) ? character : "_"));
}
