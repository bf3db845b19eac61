import { hashName, type StringTable } from "./string-table.js";
import type { TypeStarts } from "./type-starts.js";

/** Scans of all names after which an index of them pays: a scan costs about a tenth of building it. */
const scansBeforeIndex = 8;
/** Words of a type, in the mean, in kernels' BTF. */
const meanWords = 6;

const encoder = new TextEncoder();

/** The names of one BTF's own types (not its base's), searched by scanning first, by a hash table later. */
export class NameIndex {
  readonly #types: TypeStarts;
  readonly #strings: StringTable;
  /** Names that scans have looked at. */
  #scanned = 0;
  #table: HashTable | undefined;

  constructor(types: TypeStarts, strings: StringTable) {
    this.#types = types;
    this.#strings = strings;
  }

  /**
   * Position (0 is the first own type) of the next type of this name, from `from` on; -1 without one.
   * Names that lie in the base's strings are compared too.
   */
  next(name: Uint8Array, from: number): number {
    if (name.length === 0 || name.includes(0)) return -1;
    if (this.#table !== undefined) return this.#lookup(this.#table, name, from);
    if (this.#scanned * meanWords > this.#types.words.length * scansBeforeIndex) {
      this.#table = buildTable(this.#types, this.#strings);
      return this.#lookup(this.#table, name, from);
    }
    return this.#scan(name, from);
  }

  #scan(name: Uint8Array, from: number): number {
    let start = from;
    for (;;) {
      const end = this.#types.walkTo(start);
      if (start >= end) return -1;
      const found = this.#scanWalked(name, start, end);
      this.#scanned += (found < 0 ? end : found) - start;
      if (found >= 0) return found;
      start = end;
    }
  }

  /** Most names differ in their first byte, their length or their last byte: those are told without a call. */
  #scanWalked(name: Uint8Array, from: number, to: number): number {
    const { words, starts } = this.#types;
    const strings = this.#strings;
    const bytes = strings.bytes;
    const begin = strings.start;
    const length = name.length;
    const first = name[0];
    const last = name[length - 1];
    for (let i = from; i < to; i++) {
      const offset = words[starts[i]!]!;
      const at = offset - begin;
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
    const { words, starts } = this.#types;
    let i = table.heads[hashName(name, 0) & (table.heads.length - 1)]! - 1;
    while (i >= 0) {
      if (i >= from && this.#strings.equals(words[starts[i]!]!, name)) return i;
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

function buildTable({ count, words, starts }: TypeStarts, strings: StringTable): HashTable {
  const heads = new Uint32Array(2 ** Math.ceil(Math.log2(count + 1)));
  const nexts = new Uint32Array(count);
  const mask = heads.length - 1;
  for (let i = count - 1; i >= 0; i--) {
    const offset = words[starts[i]!]!;
    if (offset === 0) continue;
    const slot = strings.hash(offset) & mask;
    nexts[i] = heads[slot]!;
    heads[slot] = i + 1;
  }
  return { heads, nexts };
}
