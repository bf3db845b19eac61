import type { Words } from "./words.js";

/** Cells at equal distances: which index there is, and what is thrown for one without a cell. */
export interface CellRange {
  /** Words from one cell to the next. */
  readonly step: number;
  readonly length: number;
  /** Throws a RangeError, or that the memory was closed: its arrays have no elements any more. */
  readonly missing: (index: number) => never;
}

// biome-ignore lint/suspicious/noExplicitAny: each array class goes with its own kind of value
type Make = (words: any, range: CellRange) => (index: number) => any;

/**
 * Functions that read cells. The same one for each class of array, because V8 compiles a read for the classes that
 * it has met at that place in the text, and gives up from the fifth on. Nothing but a number comes out of the first
 * line, so that none is boxed on the way (as `?? missing(i)` would have it).
 */
const readers: Readonly<Record<Words[typeof Symbol.toStringTag], Make>> = {
  Uint8Array:
    (words: Uint8Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Int8Array:
    (words: Int8Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Uint16Array:
    (words: Uint16Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Int16Array:
    (words: Int16Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Uint32Array:
    (words: Uint32Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Int32Array:
    (words: Int32Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Float32Array:
    (words: Float32Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  Float64Array:
    (words: Float64Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  BigUint64Array:
    (words: BigUint64Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
  BigInt64Array:
    (words: BigInt64Array, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === undefined ? missing(i) : word;
    },
};

/** Reads cells as the words that they begin with. */
export function wordReader<V>(words: Words, range: CellRange): (index: number) => V {
  return readers[words[Symbol.toStringTag]](words, range);
}

/** Reads cells of one byte as `_Bool`: true unless it is 0. */
export function boolReader(words: Words, { step, length, missing }: CellRange): (index: number) => boolean {
  const bytes = words as Uint8Array;
  return (i) => {
    const byte = i >>> 0 === i && i < length ? bytes[i * step] : missing(i);
    return byte === undefined ? missing(i) : byte !== 0;
  };
}
