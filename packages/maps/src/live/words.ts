/** `memory` from a byte on, as numbers or bigints of one size. */
export type Words =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array;

const unsigned = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array } as const;
const signed = { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array } as const;
const floats = { 4: Float32Array, 8: Float64Array } as const;

/** Bytes that a processor loads and stores in one piece. */
export type WordSize = keyof typeof unsigned;

export const isWordSize = (size: number): size is WordSize => Object.hasOwn(unsigned, size);

/**
 * Memory as integers of one size. V8 reads an element with one load, compiled or not, so that a word which a program
 * stores meanwhile is never seen half; a DataView takes it byte by byte until its reader is compiled.
 *
 * @param base bytes, a multiple of `size`
 */
export function integerWords(memory: Uint8Array, base: number, size: WordSize, isSigned = false): Words {
  const count = Math.floor((memory.length - base) / size);
  return new (isSigned ? signed : unsigned)[size](
    memory.buffer as ArrayBuffer,
    memory.byteOffset + base,
    count,
  );
}

/** Memory as floating point numbers; `base` as for {@link integerWords}. */
export function floatWords(memory: Uint8Array, base: number, size: 4 | 8): Words {
  const count = Math.floor((memory.length - base) / size);
  return new floats[size](memory.buffer as ArrayBuffer, memory.byteOffset + base, count);
}
