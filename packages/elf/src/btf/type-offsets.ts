import { BtfKind } from "../generated/btf-kind.js";
import type { BtfPart } from "./header.js";
import { malformedBtf } from "./malformed.js";

/** Bits 24-30 of btf_type.info; kernels before 7.1 used the lower five and demanded zeroes above. */
export const kindOf = (info: number): number => (info >>> 24) & 0x7f;
/** Bits 0-23 of btf_type.info; kernels before 7.1 used the lower sixteen and demanded zeroes above. */
export const lengthOf = (info: number): number => info & 0xffffff;

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

/** How long a type of each kind is; `once` is 0 for a kind of unknown length. */
export interface KindLengths {
  readonly once: Uint8Array;
  readonly each: Uint8Array;
}

/**
 * Lengths by kind: our own table, and for the kinds beyond it what the BTF's layout section says (struct
 * btf_layout: info_sz and elem_sz in bytes, 16 flag bits).
 */
export function kindLengths(bytes: Uint8Array, layout: BtfPart): KindLengths {
  const once = new Uint8Array(128);
  const each = new Uint8Array(128);
  for (const [kind, [fixed, repeated]] of Object.entries(tails)) {
    once[Number(kind)] = headWords + fixed;
    each[Number(kind)] = repeated;
  }
  for (let kind = 1; kind < 128 && layout.start + kind * 4 + 4 <= layout.end; kind++) {
    const fixed = bytes[layout.start + kind * 4]!;
    const repeated = bytes[layout.start + kind * 4 + 1]!;
    if (once[kind] !== 0 || fixed % 4 !== 0 || repeated % 4 !== 0) continue;
    once[kind] = headWords + fixed / 4;
    each[kind] = repeated / 4;
  }
  return { once, each };
}

/**
 * One pass over the types: the word at which each begins, and one entry more for their end.
 * @param start Bytes before the type section, for errors.
 * @throws ParseError ERR_BTF_MALFORMED for a kind of unknown length, and where a type reaches past the end.
 */
export function typeOffsets(words: Uint32Array, { once, each }: KindLengths, start: number): Uint32Array {
  const end = words.length;
  const offsets = new Uint32Array(Math.floor(end / headWords) + 1);
  let count = 0;
  let at = 0;
  while (at + headWords <= end) {
    offsets[count++] = at;
    const info = words[at + 1]!;
    const kind = (info >>> 24) & 0x7f;
    const fixed = once[kind]!;
    if (fixed === 0) throw malformedBtf(`type ${count} is of unknown kind ${kind}`, start + at * 4 + 4);
    at += fixed + (info & 0xffffff) * each[kind]!;
  }
  if (at !== end) {
    throw malformedBtf(
      `the last type ends ${Math.abs(at - end) * 4} bytes ${at > end ? "past" : "before"} the section's end`,
      start + (offsets[Math.max(count - 1, 0)] ?? 0) * 4,
    );
  }
  offsets[count] = end;
  return offsets.subarray(0, count + 1);
}
