import { BtfKind } from "../generated/btf-kind.js";
import type { BtfPart } from "./header.js";

/** Bits 24-30 of btf_type.info; kernels before 7.1 used the lower five and demanded zeroes above. */
export const kindOf = (info: number): number => (info >>> 24) & 0x7f;
/** Bits 0-23 of btf_type.info; kernels before 7.1 used the lower sixteen and demanded zeroes above. */
export const lengthOf = (info: number): number => info & 0xffffff;
/** Bit 31 of btf_type.info, kind_flag; its meaning depends on the kind. */
export const isFlagged = (info: number): boolean => info >>> 31 === 1;

/** Words of struct btf_type itself: name, info, size or type. */
export const headWords = 3;

/** Words that follow struct btf_type, once, and for each of its `vlen` elements. */
const tails: Record<number, readonly [once: number, each: number]> = {
  [BtfKind.INT]: [1, 0],
  [BtfKind.PTR]: [0, 0],
  [BtfKind.ARRAY]: [3, 0],
  [BtfKind.STRUCT]: [0, 3],
  [BtfKind.UNION]: [0, 3],
  [BtfKind.ENUM]: [0, 2],
  [BtfKind.FWD]: [0, 0],
  [BtfKind.TYPEDEF]: [0, 0],
  [BtfKind.VOLATILE]: [0, 0],
  [BtfKind.CONST]: [0, 0],
  [BtfKind.RESTRICT]: [0, 0],
  [BtfKind.FUNC]: [0, 0],
  [BtfKind.FUNC_PROTO]: [0, 2],
  [BtfKind.VAR]: [1, 0],
  [BtfKind.DATASEC]: [0, 3],
  [BtfKind.FLOAT]: [0, 0],
  [BtfKind.DECL_TAG]: [1, 0],
  [BtfKind.TYPE_TAG]: [0, 0],
  [BtfKind.ENUM64]: [0, 3],
};

/** The highest kind that this package knows. */
export const lastKind = BtfKind.ENUM64;

/** btf_type.info has seven bits for the kind. */
const kinds = 128;

/** How many words a type of each kind has; `once` is 0 for a kind of unknown length. */
export interface KindLengths {
  readonly once: Uint8Array;
  readonly each: Uint8Array;
}

const known = { once: new Uint8Array(kinds), each: new Uint8Array(kinds) };
for (const [kind, [once, each]] of Object.entries(tails)) {
  known.once[Number(kind)] = headWords + once;
  known.each[Number(kind)] = each;
}

/**
 * Lengths by kind: our own table, and for the kinds beyond it what the BTF's layout section says (struct
 * btf_layout: info_sz and elem_sz in bytes, 16 flag bits).
 */
export function kindLengths(bytes: Uint8Array, layout: BtfPart): KindLengths {
  if (layout.start === layout.end) return known;
  const once = known.once.slice();
  const each = known.each.slice();
  for (let kind = 1; kind < kinds && layout.start + kind * 4 + 4 <= layout.end; kind++) {
    const fixed = bytes[layout.start + kind * 4]!;
    const repeated = bytes[layout.start + kind * 4 + 1]!;
    if (once[kind] !== 0 || fixed % 4 !== 0 || repeated % 4 !== 0) continue;
    once[kind] = headWords + fixed / 4;
    each[kind] = repeated / 4;
  }
  return { once, each };
}
