import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseCount, parseInterval } from "../../src/arguments/numbers.js";
import { UsageError } from "../../src/errors.js";

const refused = (read: () => unknown, pattern: RegExp): void =>
  assert.throws(read, (error: Error) => error instanceof UsageError && pattern.test(error.message));

test("--count", () => {
  assert.is(parseCount(undefined, "map watch"), undefined);
  assert.is(parseCount("12", "map watch"), 12);
  for (const text of ["0", "-1", "1.5", "1e3", "x", "9999999999999999"])
    refused(() => parseCount(text, "map watch"), /a whole number from 1, not/);
});

test("--interval, in seconds", () => {
  assert.is(parseInterval(undefined, "map watch"), 1000);
  assert.is(parseInterval("0.25", "map watch"), 250);
  assert.is(parseInterval("86400", "map watch"), 86_400_000);
  for (const text of ["0", "0.01", "86401", "-1", "1e1", "1s", ".5"])
    refused(() => parseInterval(text, "map watch"), /from 0\.05 to 86400/);
});

test.run();
