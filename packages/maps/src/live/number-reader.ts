import { endianness } from "node:os";
import type { CellRange } from "./scalar-readers.js";

/** One double, and its two halves as integers. */
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const [low, high] = endianness() === "LE" ? [0, 1] : [1, 0];
/** The upper half of 2^53 - 1. */
const highest = 0x1fffff;

/** A bigint as a number. @throws RangeError (ERR_OUT_OF_RANGE) where it is beyond 2^53 - 1 */
export function exactNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const text = `${value} is beyond 2^53 - 1: only a bigint can tell it`;
  throw Object.assign(new RangeError(text), { code: "ERR_OUT_OF_RANGE" });
}

/**
 * Reads cells of 64-bit integers as numbers. `exact` reads a cell as a bigint: it is asked where the number is
 * negative or large.
 *
 * The word is moved as a double, in one load, and then read as two halves: a bigint would be an allocation, and two
 * loads of 32 bits could see a carry half done. Doubles that are no numbers lose bits on the way, but their upper half
 * is large whichever they lose.
 */
export function numberReader(
  words: Float64Array,
  exact: (index: number) => bigint,
  { step, length, missing }: CellRange,
): (index: number) => number {
  return (i) => {
    const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
    double[0] = word === undefined ? missing(i) : word;
    return halves[high]! <= highest ? halves[high]! * 0x1_0000_0000 + halves[low]! : exactNumber(exact(i));
  };
}
