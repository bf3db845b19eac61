import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseU32, splitMapValue } from "../../src/arguments/map-value.js";

test("MAP=VALUE is split at the first =", () => {
  assert.equal(splitMapValue("pin-path", "maps/dummy=ns1/test1", "load"), ["maps/dummy", "ns1/test1"]);
  assert.equal(splitMapValue("pin-path", "a=b=c", "load"), ["a", "b=c"]);
  assert.equal(splitMapValue("pin-path", "a==", "load"), ["a", "="]);
});

test("a side that is missing is wrong usage", () => {
  for (const text of ["a", "=b", "a=", "=", ""])
    assert.throws(
      () => splitMapValue("pin-path", text, "load"),
      (error: { code: string }) => error.code === "ERR_USAGE",
      `--pin-path ${text}`,
    );
});

test("numbers of 32 bits", () => {
  assert.is(parseU32("1", 1, "N", "load"), 1);
  assert.is(parseU32("4294967295", 1, "N", "load"), 4294967295);
  for (const text of ["0", "4294967296", "99999999999", "-1", "+1", "1.0", "1e3", "0x10", " 1", "", "ten"])
    assert.throws(
      () => parseU32(text, 1, "N", "load"),
      (error: { code: string }) => error.code === "ERR_USAGE",
      `N of ${JSON.stringify(text)}`,
    );
});

test.run();
