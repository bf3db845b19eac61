import { jsonFloat } from "../float.js";
import { readText } from "../text.js";
import { writeString } from "../write-string.js";

/**
 * Functions that the generated code calls: each writes a value as JSON from `at` on and returns where it ends.
 */

/** `char[size]`. Text without what JSON escapes, most of what is in maps, is copied. */
export function writeQuotedText(
  u8: Uint8Array,
  start: number,
  size: number,
  to: Uint8Array,
  at: number,
): number {
  let next = at;
  to[next++] = 34;
  for (let i = start; i < start + size; i++) {
    const byte = u8[i]!;
    if (byte === 0) break;
    if (byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x5c)
      return writeString(JSON.stringify(readText(u8, start, size)), to, at);
    to[next++] = byte;
  }
  to[next++] = 34;
  return next;
}

/** Bytes as `"hex:…"`. */
export function writeQuotedHex(
  u8: Uint8Array,
  start: number,
  size: number,
  to: Uint8Array,
  at: number,
): number {
  let next = writeString('"hex:', to, at);
  for (let i = start; i < start + size; i++) {
    to[next++] = hexDigits[u8[i]! >> 4]!;
    to[next++] = hexDigits[u8[i]! & 15]!;
  }
  to[next++] = 34;
  return next;
}

const hexDigits = new TextEncoder().encode("0123456789abcdef");

export function writeFloat(value: number, to: Uint8Array, at: number): number {
  return writeString(JSON.stringify(jsonFloat(value)), to, at);
}

export function writeBool(value: boolean, to: Uint8Array, at: number): number {
  return writeString(value ? "true" : "false", to, at);
}

/** The writer of an enum's values. */
export function enumWriter(
  names: ReadonlyMap<number | bigint, string>,
): (raw: number | bigint, to: Uint8Array, at: number) => number {
  const quoted = new Map([...names].map(([raw, name]) => [raw, JSON.stringify(name)]));
  return (raw, to, at) =>
    writeString(quoted.get(raw) ?? (typeof raw === "bigint" ? `"${raw}"` : String(raw)), to, at);
}
