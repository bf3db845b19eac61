import { headWords, type KindLengths, kindOf, lengthOf } from "./kind-lengths.js";
import { malformedBtf } from "./malformed.js";

/** Types that are walked at once: all of most objects' BTF, and a hundredth of a kernel's. */
const block = 1024;

/**
 * Where in the type section each type begins. Types have no index: each tells only how long it is. They are walked
 * when asked for, a block at a time, because those that are sought in a kernel's BTF mostly come early in it.
 *
 * Positions count a BTF's own types from 0.
 */
export class TypeStarts {
  readonly words: Uint32Array;
  /** Byte of the BTF at which its type section begins. */
  readonly place: number;
  readonly #lengths: KindLengths;
  /** The word at which each type begins; 0 for those that have not been walked. */
  readonly starts: Uint32Array;
  /** By kind, 1 + the position of the first type of that kind; 0 where none was met. */
  readonly #firsts = new Uint32Array(128);
  #walked = 0;
  /** Word behind the last type that was walked. */
  #end = 0;

  /** @throws ParseError ERR_BTF_MALFORMED, of types in the first block; of later ones whatever asks for them. */
  constructor(words: Uint32Array, lengths: KindLengths, place: number) {
    this.words = words;
    this.#lengths = lengths;
    this.place = place;
    this.starts = new Uint32Array(Math.floor(words.length / headWords));
    this.walkTo(0);
  }

  /**
   * Walks until the type at `position` has been walked, or all have. @returns how many have been.
   * @throws ParseError ERR_BTF_MALFORMED for a kind of unknown length, and where a type reaches past the end.
   */
  walkTo(position: number): number {
    while (this.#walked <= position && this.#end < this.words.length) this.#walkBlock();
    return this.#walked;
  }

  /** Number of all types. */
  get count(): number {
    return this.walkTo(Number.POSITIVE_INFINITY);
  }

  /** The word at which a type begins; undefined for a position that no type has. */
  at(position: number): number | undefined {
    if (position >= this.#walked) this.walkTo(position);
    return position < this.#walked ? this.starts[position] : undefined;
  }

  /** Where all types begin. */
  all(): Uint32Array {
    return this.starts.subarray(0, this.count);
  }

  /** The words, a copy, of the type that begins at `start`. */
  slice(start: number): Uint32Array {
    return this.words.slice(start, this.#behind(start));
  }

  /** Position of the first type of one kind; -1 without any. */
  firstOf(kind: number): number {
    while (this.#firsts[kind] === 0 && this.#end < this.words.length) this.#walkBlock();
    return this.#firsts[kind]! - 1;
  }

  /** Positions of all types of one kind, rising. */
  positionsOf(kind: number): number[] {
    const positions: number[] = [];
    const first = this.firstOf(kind);
    if (first < 0) return positions;
    const { count, starts, words } = this;
    for (let i = first; i < count; i++) if (kindOf(words[starts[i]! + 1]!) === kind) positions.push(i);
    return positions;
  }

  /** Whether two types, which begin at these words, are the same word for word. */
  same(a: number, b: number): boolean {
    const words = this.words;
    const { once, each } = this.#lengths;
    const info = words[a + 1]!;
    if (info !== words[b + 1]) return false;
    const length = once[kindOf(info)]! + lengthOf(info) * each[kindOf(info)]!;
    for (let i = 0; i < length; i++) if (words[a + i] !== words[b + i]) return false;
    return true;
  }

  /** The word behind the type that begins at `start`. */
  #behind(start: number): number {
    const info = this.words[start + 1]!;
    const kind = (info >>> 24) & 0x7f;
    return start + this.#lengths.once[kind]! + (info & 0xffffff) * this.#lengths.each[kind]!;
  }

  /** Everything in locals, because a large BTF's first walk runs in V8's interpreter. */
  #walkBlock(): void {
    const words = this.words;
    const { once, each } = this.#lengths;
    const starts = this.starts;
    const firsts = this.#firsts;
    const last = words.length - headWords;
    const first = this.#walked;
    const stop = Math.min(first + block, starts.length);
    let count = first;
    let at = this.#end;
    while (at <= last && count < stop) {
      const info = words[at + 1]!;
      const kind = (info >>> 24) & 0x7f;
      const fixed = once[kind]!;
      if (fixed === 0) throw this.#unknownKind(count, kind, at);
      starts[count++] = at;
      if (firsts[kind] === 0) firsts[kind] = count;
      at += fixed + (info & 0xffffff) * each[kind]!;
    }
    if (at > last && at !== words.length) throw this.#unevenEnd(at, count === 0 ? 0 : starts[count - 1]!);
    this.#walked = count;
    this.#end = at;
  }

  #unknownKind(position: number, kind: number, at: number): Error {
    return malformedBtf(`type ${position + 1} is of unknown kind ${kind}`, this.place + at * 4 + 4);
  }

  #unevenEnd(at: number, start: number): Error {
    const past = at - this.words.length;
    const where = `${Math.abs(past) * 4} bytes ${past > 0 ? "past" : "before"} the section's end`;
    return malformedBtf(`the last type ends ${where}`, this.place + start * 4);
  }
}
