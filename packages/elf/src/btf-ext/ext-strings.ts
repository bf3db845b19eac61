import type { Btf } from "../btf/btf.js";
import type { Reader } from "../reader.js";

/** Texts of different records lie apart in the strings; those that a linker lets share an end are few. */
const mostSharing = 4;

/** Strings of the object's BTF that its extension names, each decoded once, and no more of them than there are bytes for. */
export class ExtStrings {
  readonly #reader: Reader;
  readonly #btf: Btf;
  readonly #known = new Map<number, string>();
  /** Characters that may still be decoded: thousands of records may name ends of one long string. */
  #left: number;

  constructor(reader: Reader, btf: Btf) {
    this.#reader = reader;
    this.#btf = btf;
    this.#left = btf.bytes.length * mostSharing;
  }

  /**
   * @param at byte of the extension that names the string, for errors
   * @throws ParseError ERR_BTF_EXT_MALFORMED
   */
  at(offset: number, at: number): string {
    let text = this.#known.get(offset);
    if (text === undefined) {
      text = this.#decode(offset, at);
      this.#left -= text.length;
      if (this.#left < 0) this.#reader.fail(this.#reader.code, "its strings overlap beyond measure", at);
      this.#known.set(offset, text);
    }
    return text;
  }

  #decode(offset: number, at: number): string {
    try {
      return this.#btf.string(offset);
    } catch {
      return this.#reader.fail(this.#reader.code, `${offset} is no string's offset in .BTF`, at);
    }
  }
}
