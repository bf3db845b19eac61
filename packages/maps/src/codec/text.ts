import { Misfit } from "./misfit.js";
import { utf8CodePoint, utf8Length } from "./utf8.js";

/** Bytes 0x80 to 0xff that are no UTF-8 are U+DC80 to U+DCFF, as Python's surrogateescape has it. */
const escapeBase = 0xdc00;

/** The text in `size` bytes before the first NUL, or all of them. */
export function readText(u8: Uint8Array, at: number, size: number): string {
  let text = "";
  const end = at + size;
  for (let i = at; i < end; i++) {
    const byte = u8[i]!;
    if (byte === 0) break;
    if (byte >= 0x80) return text + readWideText(u8, i, end);
    text += String.fromCharCode(byte);
  }
  return text;
}

function readWideText(u8: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end && u8[i] !== 0; ) {
    const length = utf8Length(u8, i, end);
    text += String.fromCodePoint(length > 0 ? utf8CodePoint(u8, i, length) : escapeBase + u8[i]!);
    i += length || 1;
  }
  return text;
}

/**
 * Writes text and fills the rest of the `size` bytes with NUL; text of all bytes has none behind it. @throws
 * Misfit
 */
export function writeText(text: string, u8: Uint8Array, at: number, size: number): void {
  // Every UTF-16 unit is at least one byte.
  if (text.length > size) throw new Misfit(`text of ${text.length} bytes or more, where ${size} fit`);
  if (text.includes("\0")) throw new Misfit("text with a NUL inside, where it would end");
  const bytes = encodeText(text);
  if (bytes.length > size) throw new Misfit(`text of ${bytes.length} bytes, where ${size} fit`);
  u8.set(bytes, at);
  u8.fill(0, at + bytes.length, at + size);
}

/** With the u flag a half stands for itself only where it is no part of a pair. */
const halfPair = /([\ud800-\udfff])/u;

function encodeText(text: string): Uint8Array {
  if (!halfPair.test(text)) return Buffer.from(text);
  return Buffer.concat(
    text.split(halfPair).map((piece) => (halfPair.test(piece) ? escapedByte(piece) : Buffer.from(piece))),
  );
}

function escapedByte(half: string): Uint8Array {
  const byte = half.charCodeAt(0) - escapeBase;
  if (byte >= 0x80 && byte <= 0xff) return Uint8Array.of(byte);
  throw new Misfit(`half of a surrogate pair, U+${half.charCodeAt(0).toString(16).toUpperCase()}`);
}
