import { test } from "uvu";
import * as assert from "uvu/assert";
import { rateText } from "../../src/watch/rate-text.js";

test("three digits that count, a sign, no exponent", () => {
  const texts: [number | undefined, string][] = [
    [undefined, ""],
    [0, "0/s"],
    [1, "+1/s"],
    [0.126, "+0.13/s"],
    [-2.5, "-2.5/s"],
    [12.34, "+12.3/s"],
    [99.96, "+100/s"],
    [123456.7, "+123457/s"],
    [1e12, "+1000000000000/s"],
    [-1234, "-1234/s"],
  ];
  for (const [rate, text] of texts) assert.is(rateText(rate), text, String(rate));
});

test.run();
