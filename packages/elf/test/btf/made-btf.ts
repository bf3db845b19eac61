import type { ByteOrder } from "../../src/object/spec.js";

export const byteOrders: readonly ByteOrder[] = ["little", "big"];

export interface MadeBtf {
  byteOrder?: ByteOrder;
  /** Words of the type section; `s(name)` is the offset of a string, made when first named. */
  types: (s: (name: string) => number) => number[];
  /** Entries of a layout section, [info_sz, elem_sz] by kind; makes the header 32 bytes long. */
  layout?: readonly (readonly [number, number])[];
  /** Zero bytes, or others, behind the header. */
  headerTail?: readonly number[];
  /** Where strings begin: 0, or the string length of a base. */
  stringStart?: number;
}

/** BTF written by hand, by the layout of linux/btf.h. */
export function madeBtf({ byteOrder, types, layout, headerTail = [], stringStart = 0 }: MadeBtf): Uint8Array {
  const little = byteOrder !== "big";
  let text = stringStart === 0 ? "\0" : "";
  const encoder = new TextEncoder();
  const offsets = new Map<string, number>();
  const words = types((name) => {
    const offset = offsets.get(name) ?? stringStart + encoder.encode(text).length;
    if (!offsets.has(name)) text += `${name}\0`;
    offsets.set(name, offset);
    return offset;
  });
  const strings = encoder.encode(text);
  const headerLength = 24 + (layout ? 8 : 0) + headerTail.length;
  const layoutLength = (layout?.length ?? 0) * 4;
  const bytes = new Uint8Array(headerLength + words.length * 4 + layoutLength + strings.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xeb9f, little);
  view.setUint8(2, 1);
  const u32 = (at: number, value: number) => view.setUint32(at, value, little);
  u32(4, headerLength);
  u32(8, 0);
  u32(12, words.length * 4);
  u32(16, words.length * 4 + layoutLength);
  u32(20, strings.length);
  if (layout) {
    u32(24, words.length * 4);
    u32(28, layoutLength);
  }
  bytes.set(headerTail, headerLength - headerTail.length);
  let at = headerLength;
  for (const word of words) {
    u32(at, word);
    at += 4;
  }
  for (const [once, each] of layout ?? []) {
    bytes[at] = once;
    bytes[at + 1] = each;
    at += 4;
  }
  bytes.set(strings, at);
  return bytes;
}

/** btf_type.info */
export const info = (kind: number, vlen = 0, flag = 0): number => ((flag << 31) | (kind << 24) | vlen) >>> 0;

/** INT, signed, of 4 bytes. */
export const int = (name: number): number[] => [name, info(1), 4, 0x01000020];
