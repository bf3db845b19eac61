import { UsageError } from "../errors.js";

/**
 * The N of `--count`: undefined where none is given.
 * @throws {UsageError} no whole number above 0
 */
export function parseCount(text: string | undefined, verb: string): number | undefined {
  if (text === undefined) return undefined;
  const count = /^[0-9]{1,15}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new UsageError(`the N of --count is a whole number from 1, not ${JSON.stringify(text)}`, verb);
}

const leastSeconds = 0.05;
const mostSeconds = 86_400;

/**
 * The SECONDS of `--interval` in milliseconds; 1000 where none are given.
 * @throws {UsageError} no number from 0.05 to 86400
 */
export function parseInterval(text: string | undefined, verb: string): number {
  if (text === undefined) return 1000;
  const seconds = /^[0-9]+(?:\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= leastSeconds && seconds <= mostSeconds) return seconds * 1000;
  throw new UsageError(
    `the SECONDS of --interval are a number from ${leastSeconds} to ${mostSeconds}, not ${JSON.stringify(text)}`,
    verb,
  );
}
