import { malformedBtf } from "./malformed.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Tables of up to this many bytes, all but kernels', are decoded as a whole at once; larger ones after many reads. */
const smallTable = 1 << 18;
/** To decode a kernel's whole table costs as much as some thousands of single strings. */
const readsBeforeWhole = 16;

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
  #reads = 0;
  /** The table as one text, a character a byte; undefined before many reads, and where it is not all ASCII. */
  #whole: string | undefined;

  constructor(bytes: Uint8Array, place: number, base?: StringTable) {
    this.#bytes = bytes;
    this.#place = place;
    this.#base = base;
    this.start = base === undefined ? 0 : base.end;
    this.end = this.start + bytes.length;
    if (bytes.length <= smallTable) this.#decodeWhole();
  }

  /** The table's own bytes, without those of its base. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** @throws ParseError ERR_BTF_MALFORMED for an offset outside the strings. */
  at(offset: number): string {
    const first = offset - this.start;
    if (first >= 0 && offset < this.end && this.#whole !== undefined)
      return this.#whole.slice(first, this.#whole.indexOf("\0", first));
    return this.#read(offset);
  }

  #read(offset: number): string {
    if (offset === 0) return "";
    if (offset < this.start && this.#base !== undefined) return this.#base.at(offset);
    if (!(offset >= this.start && offset < this.end)) {
      throw malformedBtf(`string offset ${offset}, of ${this.end}`, this.#place);
    }
    if (this.#reads++ === readsBeforeWhole) this.#decodeWhole();
    const first = offset - this.start;
    return decoder.decode(this.#bytes.subarray(first, this.#bytes.indexOf(0, first)));
  }

  #decodeWhole(): void {
    const text = decoder.decode(this.#bytes);
    // As many characters as bytes: each byte is a character of its own, or a lie that decodes to U+FFFD.
    if (text.length === this.#bytes.length && !text.includes("\ufffd")) this.#whole = text;
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
