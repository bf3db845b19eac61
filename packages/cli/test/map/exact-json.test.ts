import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExactJson } from "../../src/map/exact-json.js";

test("integers that a number may not hold come as their digits", () => {
  assert.equal(parseExactJson('{"a":18446744073709551615,"b":[-9223372036854775808,1]}'), {
    a: "18446744073709551615",
    b: ["-9223372036854775808", 1],
  });
  assert.is(parseExactJson("9007199254740993"), "9007199254740993");
  assert.is(parseExactJson("900719925474099"), 900719925474099);
});

test("texts and fractions stay as they are, however many digits they have", () => {
  for (const json of [
    '"hex:11111111111111111111"',
    '{"a\\"1234567890123456789":"\\\\1234567890123456789"}',
    "0.12345678901234567890",
    "1234567890123456789.5",
    "12345678901234567890e3",
    "1E+1234567890123456",
    '["1234567890123456", 1.7976931348623157e308, "\\"", 12345678901234567.0]',
  ])
    assert.equal(parseExactJson(json), JSON.parse(json), json);
});

test("what is no JSON stays none", () => {
  for (const text of [
    "1-2345678901234567",
    "00000000000000000001",
    "{1234567890123456:1}",
    "12345678901234567x",
  ])
    assert.throws(
      () => parseExactJson(text),
      (error: Error) => error instanceof SyntaxError,
      text,
    );
});

test("strings of many megabytes, and what is around them", () => {
  const long = `hex:${"0123456789abcdef".repeat(5 * 1024 * 1024)}`;
  const read = parseExactJson(`{"value":"${long}","more":12345678901234567}`);
  // No assert.equal: it would print the difference.
  assert.ok((read as { value: string }).value === long);
  assert.is((read as { more: string }).more, "12345678901234567");
  const escapes = '\\"\\\\'.repeat(2_000_000);
  assert.ok(parseExactJson(`["${escapes}",12345678901234567]`)!.toString().endsWith(",12345678901234567"));
  assert.is((parseExactJson("9".repeat(8_000_000)) as string).length, 8_000_000);
});

test("long integers between strings, and strings that end in backslashes", () => {
  assert.equal(parseExactJson('["\\\\", 1234567890123456 ,"\\\\\\"",-1234567890123456,"1234567890123456"]'), [
    "\\",
    "1234567890123456",
    '\\"',
    "-1234567890123456",
    "1234567890123456",
  ]);
  for (const text of [
    '{"a":"b" 1234567890123456:1}',
    "{1234567890123456\t:1}",
    '"1234567890123456',
    '["1234567890123456\\"]',
    "-01234567890123456",
  ])
    assert.throws(
      () => parseExactJson(text),
      (error: Error) => error instanceof SyntaxError,
      text,
    );
});

test.run();
