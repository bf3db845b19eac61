import type { Coder, Form } from "./coder.js";
import { unexpected } from "./misfit.js";

/** What JSON has no number for; the text of -0 would be "0". */
const jsonNames: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** A number as JSON writes it. */
const decimal = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** No text of a double is longer, but for zeros; stops the conversion of megabytes of digits. */
const longestDecimal = 1_100;

/**
 * The number that JSON gives: a number, a name, or the text of a number, which whoever reads the integers of JSON
 * exactly makes of 1e16 too; else the value itself, or undefined for a text of a number that is too large.
 */
function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const named = jsonNames.get(value);
  if (named !== undefined) return named;
  if (value.length > longestDecimal || !decimal.test(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** In JSON NaN, the infinities and -0 are strings of these names. */
export function jsonFloat(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

/**
 * IEEE 754; numbers for 4 bytes are rounded to the nearest. All NaNs are one in JavaScript, so they are one in
 * memory.
 */
export function floatCoder(size: 4 | 8, form: Form, little: boolean): Coder {
  const shape = form === "json" ? jsonFloat : (value: number) => value;
  return {
    read: ({ view }, at) => shape(size === 4 ? view.getFloat32(at, little) : view.getFloat64(at, little)),
    write(value, { view }, at) {
      const given = form === "json" ? fromJson(value) : value;
      if (typeof given !== "number") throw unexpected("a number", value);
      const number = Number.isNaN(given) ? Number.NaN : given;
      if (size === 8) return view.setFloat64(at, number, little);
      if (Number.isFinite(number) && !Number.isFinite(Math.fround(number)))
        throw unexpected("a number that a float of 4 bytes can hold", value);
      view.setFloat32(at, number, little);
    },
  };
}
