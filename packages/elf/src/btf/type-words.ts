import type { ByteOrder } from "../byte-order.js";
import type { BtfPart } from "./header.js";

const host: ByteOrder = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "little" : "big";

/**
 * The type section as 32-bit words, of which all of BTF's types consist: a view of `bytes` where the host's byte
 * order and alignment allow it, otherwise a copy.
 */
export function typeWords(bytes: Uint8Array, part: BtfPart, byteOrder: ByteOrder): Uint32Array {
  const count = (part.end - part.start) >>> 2;
  const start = bytes.byteOffset + part.start;
  if (byteOrder === host) {
    if (start % 4 === 0) return new Uint32Array(bytes.buffer, start, count);
    return new Uint32Array(bytes.slice(part.start, part.start + count * 4).buffer);
  }
  const view = new DataView(bytes.buffer, start, count * 4);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(i * 4, byteOrder === "little");
  return words;
}
