const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const [zero, nine] = [0x30, 0x39];

/** Which strings of a BTF the kernel refuses as names of types, members, values and parameters; see fitNames. */
export class UnfitNames {
  readonly #bytes: Uint8Array;
  /** 1 for each byte of a string that has a character which no name may have. */
  readonly #unfit: Uint8Array;

  private constructor(bytes: Uint8Array, text: string) {
    this.#bytes = bytes;
    this.#unfit = new Uint8Array(bytes.length);
    const foreign = /[^\w.\0]/g;
    for (let found = foreign.exec(text); found !== null; found = foreign.exec(text)) {
      const end = text.indexOf("\0", found.index);
      this.#unfit.fill(1, text.lastIndexOf("\0", found.index) + 1, end);
      foreign.lastIndex = end;
    }
  }

  /**
   * Looks at all strings at once: there are fewer than there are names of types and members.
   * @param bytes The string section, which ends in a NUL.
   * @returns undefined where they are not all ASCII.
   */
  static of(bytes: Uint8Array): UnfitNames | undefined {
    const text = decoder.decode(bytes);
    const isAscii = text.length === bytes.length && !text.includes("\ufffd");
    return isAscii ? new UnfitNames(bytes, text) : undefined;
  }

  /** True as well for an offset outside the strings. */
  has(offset: number): boolean {
    const first = this.#bytes[offset]!;
    return this.#unfit[offset] !== 0 || (first >= zero && first <= nine);
  }

  /** Whether it has any of the names at `words[from]`, `words[from + step]` …; in one loop, as it runs uncompiled. */
  hasAny(words: Uint32Array, from: number, step: number, count: number): boolean {
    const unfit = this.#unfit;
    const bytes = this.#bytes;
    for (let i = 0, at = from; i < count; i++, at += step) {
      const offset = words[at]!;
      const first = bytes[offset]!;
      if (unfit[offset] !== 0 || (first >= zero && first <= nine)) return true;
    }
    return false;
  }
}
