import type { ByteOrder } from "./byte-order.js";

const host: ByteOrder = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "little" : "big";

/**
 * `count` 32-bit words from byte `start` on: a view of `bytes` where the host's byte order and alignment allow it,
 * otherwise a copy. Reading a word of a table costs a fraction of a checked read of the same bytes.
 */
export function wordsOf(bytes: Uint8Array, start: number, count: number, byteOrder: ByteOrder): Uint32Array {
  const first = bytes.byteOffset + start;
  if (byteOrder === host) {
    if (first % 4 === 0) return new Uint32Array(bytes.buffer, first, count);
    return new Uint32Array(bytes.slice(start, start + count * 4).buffer);
  }
  const view = new DataView(bytes.buffer, first, count * 4);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(i * 4, byteOrder === "little");
  return words;
}
