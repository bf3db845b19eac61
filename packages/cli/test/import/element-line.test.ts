import { test } from "uvu";
import * as assert from "uvu/assert";
import { ElementLineError, elementOfLine } from "../../src/import/element-line.js";

const refused = (line: string, keyed: boolean, pattern: RegExp): void =>
  assert.throws(
    () => elementOfLine(line, keyed),
    (error: Error) => error instanceof ElementLineError && pattern.test(error.message),
    line,
  );

test("an element, its integers exact", () => {
  assert.equal(elementOfLine('{"key":18446744073709551615,"value":{"a":null}}', true), {
    key: "18446744073709551615",
    value: { a: null },
  });
  assert.equal(elementOfLine('{"value":0}', false), { key: undefined, value: 0 });
  assert.equal(elementOfLine(' {"value":false,"key":""}\r', true), { key: "", value: false });
});

test("lines that are none", () => {
  refused("{", true, /not JSON: /);
  refused("[1,2]", true, /no object with "key"/);
  refused("null", false, /no object with "value"/);
  refused('{"key":1}', true, /no "value"/);
  refused('{"value":1}', true, /no "key"/);
  refused('{"key":1,"value":2}', false, /the map has no keys/);
  refused('{"key":1,"value":2,"ttl":3}', true, /a member "ttl"/);
  refused('{"key":1,"value":2,"__proto__":3}', true, /a member "__proto__"/);
});

test.run();
