import { UsageError } from "../errors.js";

/**
 * Splits `MAP=VALUE`, or another pair of that form, at the first `=`.
 * @throws {UsageError} no `=`, or nothing on one side
 */
export function splitMapValue(
  option: string,
  text: string,
  verb: string,
  form = "MAP=VALUE",
): readonly [map: string, value: string] {
  const at = text.indexOf("=");
  if (at <= 0 || at === text.length - 1)
    throw new UsageError(`--${option} takes ${form}, and ${JSON.stringify(text)} is none`, verb);
  return [text.slice(0, at), text.slice(at + 1)];
}

/**
 * A decimal number of 32 bits, without sign, or less.
 * @throws {UsageError} anything else; `what` says what it should have been
 */
export function parseU32(text: string, least: number, what: string, verb: string, most = 0xffffffff): number {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${what} is a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`,
    verb,
  );
}
