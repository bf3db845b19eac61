import { hashName, type StringTable } from "./string-table.js";

/** Searches after which an index of all names pays: a scan costs about a tenth of building it. */
const scansBeforeIndex = 8;

const encoder = new TextEncoder();

/** The names of one BTF's own types (not its base's), searched by scanning first, by a hash table later. */
export class NameIndex {
  readonly #words: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #strings: StringTable;
  #scans = 0;
  #table: HashTable | undefined;

  /** @param offsets Of each type in `words`, and one more for the end. */
  constructor(words: Uint32Array, offsets: Uint32Array, strings: StringTable) {
    this.#words = words;
    this.#offsets = offsets;
    this.#strings = strings;
  }

  /**
   * Position (0 is the first own type) of the next type of this name, from `from` on; -1 without one.
   * Names that lie in the base's strings are compared too.
   */
  next(name: Uint8Array, from: number): number {
    if (name.length === 0 || name.includes(0)) return -1;
    if (this.#table !== undefined) return this.#lookup(this.#table, name, from);
    if (from === 0 && ++this.#scans > scansBeforeIndex) {
      this.#table = buildTable(this.#words, this.#offsets, this.#strings);
      return this.#lookup(this.#table, name, from);
    }
    return this.#scan(name, from);
  }

  #scan(name: Uint8Array, from: number): number {
    const words = this.#words;
    const offsets = this.#offsets;
    const strings = this.#strings;
    const bytes = strings.bytes;
    const start = strings.start;
    const length = name.length;
    const first = name[0];
    const last = name[length - 1];
    const count = offsets.length - 1;
    for (let i = from; i < count; i++) {
      const offset = words[offsets[i]!]!;
      const at = offset - start;
      if (at < 0) {
        if (strings.equals(offset, name)) return i;
      } else if (
        bytes[at] === first &&
        bytes[at + length] === 0 &&
        bytes[at + length - 1] === last &&
        strings.equals(offset, name)
      ) {
        return i;
      }
    }
    return -1;
  }

  #lookup(table: HashTable, name: Uint8Array, from: number): number {
    let i = table.heads[hashName(name, 0) & (table.heads.length - 1)]! - 1;
    while (i >= 0) {
      if (i >= from && this.#strings.equals(this.#words[this.#offsets[i]!]!, name)) return i;
      i = table.nexts[i]! - 1;
    }
    return -1;
  }
}

/** A name as the bytes that a search compares. */
export function nameBytes(name: string): Uint8Array {
  return encoder.encode(name);
}

/** Chains of positions + 1 in rising order; 0 ends a chain. */
interface HashTable {
  readonly heads: Uint32Array;
  readonly nexts: Uint32Array;
}

function buildTable(words: Uint32Array, offsets: Uint32Array, strings: StringTable): HashTable {
  const count = offsets.length - 1;
  const heads = new Uint32Array(2 ** Math.ceil(Math.log2(count + 1)));
  const nexts = new Uint32Array(count);
  const mask = heads.length - 1;
  for (let i = count - 1; i >= 0; i--) {
    const offset = words[offsets[i]!]!;
    if (offset === 0) continue;
    const slot = strings.hash(offset) & mask;
    nexts[i] = heads[slot]!;
    heads[slot] = i + 1;
  }
  return { heads, nexts };
}
