import type { Storage } from "./coder.js";

export interface BitPlace {
  /**
   * The first bit inside its byte, 0 to 7; counted from the lowest in little endian, from the highest in big
   * endian.
   */
  readonly first: number;
  /** Bits. */
  readonly size: number;
}

/** Bits of a field that may begin and end inside a byte. `big`: the declared type has 8 bytes or more. */
export function bitStorage(place: BitPlace, signed: boolean, big: boolean, little: boolean): Storage {
  const span = Math.ceil((place.first + place.size) / 8);
  return !big && span <= 4
    ? fewBytes(place, span, signed, little)
    : manyBytes(place, span, signed, big, little);
}

/** Bits above the lowest of the field, once its bytes are one number. */
function shiftOf({ first, size }: BitPlace, span: number, little: boolean): number {
  return little ? first : span * 8 - first - size;
}

/** Up to 4 bytes: 32-bit arithmetic. */
function fewBytes(place: BitPlace, span: number, signed: boolean, little: boolean): Storage {
  const shift = shiftOf(place, span, little);
  const spare = 32 - place.size;
  const mask = 0xffffffff >>> spare;
  const byteShift = (i: number) => 8 * (little ? i : span - 1 - i);
  return {
    read({ u8 }, at) {
      let word = 0;
      for (let i = 0; i < span; i++) word |= u8[at + i]! << byteShift(i);
      const bits = (word >>> shift) << spare;
      return signed ? bits >> spare : bits >>> spare;
    },
    write(raw, { u8 }, at) {
      const bits = (Number(raw) & mask) << shift;
      const keep = ~(mask << shift);
      for (let i = 0; i < span; i++) {
        const byte = at + i;
        u8[byte] = (u8[byte]! & (keep >>> byteShift(i))) | (bits >>> byteShift(i));
      }
    },
  };
}

function manyBytes(place: BitPlace, span: number, signed: boolean, big: boolean, little: boolean): Storage {
  const shift = BigInt(shiftOf(place, span, little));
  const mask = (1n << BigInt(place.size)) - 1n;
  const cut = signed ? BigInt.asIntN : BigInt.asUintN;
  const byteOf = (i: number) => (little ? span - 1 - i : i);
  const wordAt = (u8: Uint8Array, at: number): bigint => {
    let word = 0n;
    for (let i = 0; i < span; i++) word = (word << 8n) | BigInt(u8[at + byteOf(i)]!);
    return word;
  };
  return {
    read({ u8 }, at) {
      const value = cut(place.size, wordAt(u8, at) >> shift);
      return big ? value : Number(value);
    },
    write(raw, { u8 }, at) {
      let word = (wordAt(u8, at) & ~(mask << shift)) | ((BigInt(raw) & mask) << shift);
      for (let i = span - 1; i >= 0; i--) {
        u8[at + byteOf(i)] = Number(word & 0xffn);
        word >>= 8n;
      }
    },
  };
}
