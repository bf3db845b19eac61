import { malformedBtf } from "./malformed.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** log2 of the bytes that are decoded at once: to decode 64 KB costs as much as a dozen single strings. */
const blockBits = 16;

/** The strings of one BTF, over those of its base. Decoded when asked for. */
export class StringTable {
  readonly #bytes: Uint8Array;
  readonly #base: StringTable | undefined;
  /** Offset of the first string of its own, as types name it. */
  readonly start: number;
  /** End of all offsets that types may name. */
  readonly end: number;
  /** Bytes of the BTF in front of the strings, for errors. */
  readonly #place: number;
  /** What was decoded, a character a byte; "" for a block that is not all ASCII. */
  readonly #blocks: string[] = [];

  constructor(bytes: Uint8Array, place: number, base?: StringTable) {
    this.#bytes = bytes;
    this.#place = place;
    this.#base = base;
    this.start = base === undefined ? 0 : base.end;
    this.end = this.start + bytes.length;
  }

  /** The table's own bytes, without those of its base. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** @throws ParseError ERR_BTF_MALFORMED for an offset outside the strings. */
  at(offset: number): string {
    const first = offset - this.start;
    if (first >= 0 && offset < this.end) {
      const block = first >>> blockBits;
      const text = this.#blocks[block] ?? this.#decodeBlock(block);
      const from = first - (block << blockBits);
      const to = text.indexOf("\0", from);
      if (to >= 0) return text.slice(from, to);
    }
    return this.#read(offset);
  }

  /** One string: where it is the base's, is not all ASCII, or reaches over the end of a block. */
  #read(offset: number): string {
    if (offset === 0) return "";
    if (offset < this.start && this.#base !== undefined) return this.#base.at(offset);
    if (!(offset >= this.start && offset < this.end)) {
      throw malformedBtf(`string offset ${offset}, of ${this.end}`, this.#place);
    }
    const first = offset - this.start;
    return decoder.decode(this.#bytes.subarray(first, this.#bytes.indexOf(0, first)));
  }

  #decodeBlock(block: number): string {
    const bytes = this.#bytes.subarray(block << blockBits, (block + 1) << blockBits);
    const text = decoder.decode(bytes);
    // As many characters as bytes: each byte is a character of its own, or a lie that decodes to U+FFFD.
    const isAscii = text.length === bytes.length && !text.includes("\ufffd");
    this.#blocks[block] = isAscii ? text : "";
    return this.#blocks[block];
  }

  /** Whether the string at `offset` is exactly `name`; false for an offset outside the strings. */
  equals(offset: number, name: Uint8Array): boolean {
    if (offset < this.start) return (this.#base as StringTable).equals(offset, name);
    const bytes = this.#bytes;
    const first = offset - this.start;
    for (let i = 0; i < name.length; i++) {
      if (bytes[first + i] !== name[i]) return false;
    }
    return bytes[first + name.length] === 0;
  }

  /** The hash of the string at `offset`, as {@link hashName} computes it. */
  hash(offset: number): number {
    if (offset < this.start) return (this.#base as StringTable).hash(offset);
    return hashName(this.#bytes, offset - this.start);
  }
}

/** FNV-1a of the bytes from `start` to the next NUL or the end. */
export function hashName(bytes: Uint8Array, start: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 0) break;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}
