import { test } from "uvu";
import * as assert from "uvu/assert";
import { jsonText } from "../../src/output/json.js";
import { colorStyle, plainStyle, styleFor } from "../../src/output/style.js";

test("u64 is a decimal string, also above 2^53", () => {
  assert.is(
    jsonText({ a: 18446744073709551615n, b: [0n], c: 1 }),
    '{"a":"18446744073709551615","b":["0"],"c":1}\n',
  );
});

test("indented for a terminal's eyes, the same document", () => {
  assert.is(jsonText({ a: 1 }, true), '{\n  "a": 1\n}\n');
});

test("colour only on a terminal, never with NO_COLOR", () => {
  const terminal = { isTerminal: true };
  assert.is(styleFor(terminal, {}), colorStyle);
  assert.is(
    styleFor(terminal, { NO_COLOR: "" }),
    colorStyle,
    "empty NO_COLOR counts as unset (no-color.org)",
  );
  assert.is(styleFor(terminal, { NO_COLOR: "1" }), plainStyle);
  assert.is(styleFor(terminal, { TERM: "dumb" }), plainStyle);
  assert.is(styleFor({ isTerminal: false }, {}), plainStyle);
});

test.run();
