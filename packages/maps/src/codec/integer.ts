import type { Form, Meaning } from "./coder.js";
import { unexpected } from "./misfit.js";

/** Longer decimal strings are no 128 bits; stops the conversion of megabytes of digits. */
const longestDecimal = 60;

/**
 * Integers. `big`: bigints, for which safe integers of type number are taken too. In JSON big ones are
 * decimal strings, and decimal strings are taken for all.
 */
export function integerMeaning(bits: number, signed: boolean, big: boolean, form: Form): Meaning {
  const [min, max] = rangeOf(bits, signed);
  const expected = `an integer from ${min} to ${max}`;
  const integerOf = form === "json" ? jsonInteger : big ? bigInteger : smallInteger;
  return {
    valueOf: form === "json" && big ? String : (raw) => raw,
    rawOf(value) {
      const integer = integerOf(value);
      if (integer === undefined || integer < min || integer > max)
        throw unexpected(expected, value, hint(value, form));
      return big ? BigInt(integer) : Number(integer);
    },
  };
}

/** The least and the greatest integer. */
export function rangeOf(bits: number, signed: boolean): [min: bigint, max: bigint] {
  const count = 1n << BigInt(bits);
  return signed ? [-count / 2n, count / 2n - 1n] : [0n, count - 1n];
}

function smallInteger(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

/** A number beyond 2^53 may stand for another integer than its writer meant. */
function bigInteger(value: unknown): number | bigint | undefined {
  return typeof value === "bigint" || Number.isSafeInteger(value) ? (value as number | bigint) : undefined;
}

/** A safe integer, or one in decimal digits. */
export function jsonInteger(value: unknown): number | bigint | undefined {
  if (typeof value !== "string") return Number.isSafeInteger(value) ? (value as number) : undefined;
  return value.length <= longestDecimal && /^-?[0-9]+$/.test(value) ? BigInt(value) : undefined;
}

function hint(value: unknown, form: Form): string {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return "";
  return `: a number so large is not exact, give a ${form === "json" ? "decimal string" : "bigint"}`;
}
