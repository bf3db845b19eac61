import type { Codec } from "../codec/codec.js";
import { type AtomicAdd, atomicAdd } from "./atomic-add.js";
import { type CellExtent, makeCells } from "./cells.js";

/**
 * Values in a map's own memory: reading or writing one is no system call, and what programs and other processes store
 * is seen at once.
 *
 * A value of 1, 2, 4 or 8 bytes is read and written in one piece. A larger one is copied word by word, while a program may
 * be changing it: its parts need not fit each other. (Maps with locks in their values cannot be mapped.)
 *
 * `get`, `getNumber` and `set` are properties, not methods, so that V8 compiles each view's for its own layout.
 *
 * Everything throws a RangeError (ERR_OUT_OF_RANGE) for an index without an element, and {@link MapError}
 * ERR_MAP_CLOSED once the view was closed.
 */
export class LiveElements<V = unknown> {
  readonly length: number;
  /** False for a frozen map, or one that was opened read-only. */
  readonly writable: boolean;
  /** An element's value. Of 64-bit integers a bigint, which is an object: {@link getNumber} makes none. */
  readonly get: (index: number) => V;
  /**
   * An integer or float as a number.
   * @throws RangeError (ERR_OUT_OF_RANGE) for an integer beyond 2^53 - 1, TypeError where elements are neither
   */
  readonly getNumber: (index: number) => number;
  /**
   * Stores a value; where that throws, the memory is as it was.
   * @throws ValueError, MapError ERR_MAP_READ_ONLY
   */
  readonly set: (index: number, value: V) => void;
  readonly #add: AtomicAdd<V>;
  readonly #copy: (index: number) => Uint8Array;

  constructor(extent: CellExtent, codec: Codec<V>, name: string) {
    const cells = makeCells(extent, codec);
    const { copies, range } = cells;
    this.length = extent.length;
    this.writable = extent.memory.writable;
    this.get = cells.read;
    this.getNumber = cells.readNumber;
    this.set = (index, value) => cells.write(index, value, name);
    this.#add = atomicAdd(cells);
    this.#copy = (index) => {
      if (index >>> 0 !== index || index >= range.length) range.missing(index);
      copies.load(index);
      return copies.incoming.slice();
    };
  }

  /**
   * Adds to an integer of 4 or 8 bytes as one step, as programs do with `__sync_fetch_and_add`: neither side's sum is
   * lost, as it may be with `set(i, get(i) + 1n)`. Past the last value it goes on with the first.
   * @returns what was there before
   * @throws TypeError where elements are no such integers, MapError ERR_MAP_READ_ONLY
   */
  add(index: number, amount: number | bigint): V {
    return this.#add(index, amount);
  }

  /** An element's bytes: a copy. */
  bytes(index: number): Uint8Array {
    return this.#copy(index);
  }

  *values(): Generator<V, void, undefined> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  *entries(): Generator<[number, V], void, undefined> {
    for (let i = 0; i < this.length; i++) yield [i, this.get(i)];
  }

  [Symbol.iterator](): Generator<V, void, undefined> {
    return this.values();
  }
}
