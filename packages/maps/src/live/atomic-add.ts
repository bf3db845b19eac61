import { isAligned } from "./cell-copies.js";
import type { Cells } from "./cells.js";
import { integerWords } from "./words.js";

/** Adds to a cell as one step, and gives what was there. */
export type AtomicAdd<V> = (index: number, amount: number | bigint) => V;

function argumentError(Kind: typeof TypeError | typeof RangeError, code: string, text: string): Error {
  return Object.assign(new Kind(text), { code });
}

/** @throws TypeError, RangeError for what is no integer, or none that a number tells exactly */
function exactInteger(amount: unknown): bigint {
  if (typeof amount === "bigint") return amount;
  if (typeof amount !== "number") {
    throw argumentError(
      TypeError,
      "ERR_INVALID_ARG_TYPE",
      `a number or bigint is added, not a ${typeof amount}`,
    );
  }
  if (Number.isSafeInteger(amount)) return BigInt(amount);
  throw argumentError(RangeError, "ERR_OUT_OF_RANGE", `${amount} is no integer that a number tells exactly`);
}

/**
 * What BPF's atomic instructions do (`__sync_fetch_and_add`), to integers of 4 or 8 bytes: nothing that a program adds
 * meanwhile is lost, and past the last value it goes on with the first.
 */
export function atomicAdd<V>({ places, layout, range }: Cells<V>): AtomicAdd<V> {
  const { memory, base, size } = places;
  if (!memory.writable) return () => memory.refuse();
  if (layout.kind !== "integer" || (size !== 4 && size !== 8) || !isAligned(places, size)) {
    const text = `only aligned integers of 4 or 8 bytes are added to, not a ${layout.kind} of ${size}`;
    return () => {
      throw argumentError(TypeError, "ERR_INVALID_ARG_TYPE", text);
    };
  }
  const { step, length, missing } = range;
  const words = integerWords(memory.bytes, base, size, layout.signed);
  const add = (word: number, addend: bigint): number | bigint =>
    words instanceof BigUint64Array || words instanceof BigInt64Array
      ? Atomics.add(words, word, addend)
      : Atomics.add(words as Int32Array, word, Number(BigInt.asIntN(32, addend)));
  return (index, amount) => {
    const addend = exactInteger(amount);
    if (index >>> 0 !== index || index >= length || words.length === 0) missing(index);
    return add(index * step, addend) as V;
  };
}
