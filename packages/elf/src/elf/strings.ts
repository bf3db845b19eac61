import type { Reader } from "../reader.js";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const strictUtf8 = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** UTF-8 text of `bytes`; what is not UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The text of a NUL-terminated field: up to its first NUL, or all of it. */
export function textUpToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/**
 * A table of NUL-terminated strings. It is decoded once as a whole, so that reading a string costs a slice.
 *
 * Names of a real table add up to about its size; a hostile one points a million symbols at one long string.
 * So all reads together are held to a multiple of the table's size.
 */
export class StringTable {
  readonly #reader: Reader;
  readonly #ascii: string | undefined;
  #budget: number;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#ascii = decodeAscii(reader.bytes);
    this.#budget = 16 * reader.length + 0x10_0000;
  }

  /** The string at `offset`: ERR_ELF_TRUNCATED outside the table, ERR_ELF_MALFORMED without a NUL. */
  at(offset: number): string {
    const reader = this.#reader;
    if (offset === 0 && reader.length === 0) return "";
    reader.check(offset, 1);
    const ascii = this.#ascii;
    const end = ascii === undefined ? reader.bytes.indexOf(0, offset) : ascii.indexOf("\0", offset);
    if (end < 0) reader.fail("ERR_ELF_MALFORMED", "a name has no end in its string table", offset);
    this.#budget -= end - offset;
    if (this.#budget < 0) reader.fail("ERR_ELF_MALFORMED", "too many long names share one string", offset);
    return ascii === undefined ? utf8.decode(reader.bytes.subarray(offset, end)) : ascii.slice(offset, end);
  }

  /** Whether the string at `offset` is exactly `text`. */
  is(offset: number, text: string): boolean {
    const ascii = this.#ascii;
    if (ascii === undefined) return this.at(offset) === text;
    return ascii.startsWith(text, offset) && this.#reader.bytes[offset + text.length] === 0;
  }
}

/** The bytes as text when all are ASCII, so that an index into one is an index into the other. */
function decodeAscii(bytes: Uint8Array): string | undefined {
  try {
    const text = strictUtf8.decode(bytes);
    return text.length === bytes.length ? text : undefined;
  } catch {
    return undefined;
  }
}
