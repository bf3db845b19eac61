import { deepStrictEqual } from "node:assert/strict";

/**
 * Equal all the way down: -0 is not 0, and properties may be called `constructor`, at which uvu's equal() is
 * at a loss.
 */
export function same(actual: unknown, wanted: unknown, what = ""): void {
  try {
    deepStrictEqual(actual, wanted);
  } catch (error) {
    throw new Error(`${what}\n${(error as Error).message}`);
  }
}
