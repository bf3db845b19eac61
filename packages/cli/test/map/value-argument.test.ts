import { endianness } from "node:os";
import type { Layout } from "@bpf/maps";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../src/errors.js";
import { perCpuArgument, prefixArgument, valueArgument } from "../../src/map/value-argument.js";

const u64: Layout = { kind: "integer", size: 8, signed: false };
const text: Layout = { kind: "string", size: 16 };
const state: Layout = {
  kind: "enum",
  name: "state",
  size: 4,
  signed: false,
  values: [{ name: "UP", value: 1 }],
};
const struct: Layout = {
  kind: "struct",
  name: "s",
  size: 8,
  fields: [{ name: "a", offset: 0, layout: u64 }],
};
const pair: Layout = { kind: "array", element: u64, length: 2 };
const bytes = (size: number): Layout => ({ kind: "bytes", size });

const shape = (layout: Layout) => ({ what: "VALUE", layout, verb: "map set" });
const read = (word: string, layout: Layout) => valueArgument(word, shape(layout));
const refused = (word: string, layout: Layout, pattern: RegExp): void =>
  assert.throws(
    () => read(word, layout),
    (error: Error) => error instanceof UsageError && error.verb === "map set" && pattern.test(error.message),
    word,
  );

test("integers: in any base, exact, quoted or not", () => {
  assert.is(read("18446744073709551615", u64), "18446744073709551615");
  assert.is(read("-12", u64), "-12");
  assert.is(read("+7", u64), "7");
  assert.is(read("0xff", u64), "255");
  assert.is(read("-0x10", u64), "-16");
  assert.is(read("0b101", u64), "5");
  assert.is(read('"42"', u64), "42");
  assert.is(read("hex:0102", u64), "hex:0102");
  assert.is(read("seven", u64), "seven", "the codec says what is wrong with it");
});

test("texts: bare, whatever they look like; quoted where they must be", () => {
  assert.is(read("eth0", text), "eth0");
  assert.is(read("42", text), "42");
  assert.is(read("", text), "");
  assert.is(read("{}", text), "{}");
  assert.is(read('"hex:00"', text), "hex:00");
  assert.is(read('"a\\u0000b"', text), "a\0b");
  refused('"open', text, /is not JSON, nor hex:…/);
});

test("enums: by name or number", () => {
  assert.is(read("UP", state), "UP");
  assert.is(read('"UP"', state), "UP");
  assert.is(read("0x10", state), "16");
});

test("structs and arrays are JSON, with integers of any size", () => {
  assert.equal(read('{"a":18446744073709551615}', struct), { a: "18446744073709551615" });
  assert.equal(read("[1, 2]", pair), [1, 2]);
  refused("{a:1}", struct, /VALUE "\{a:1\}" is not an object as JSON, nor hex:…/);
  refused("[1", pair, /not a list as JSON/);
});

test("floats, with those that JSON lacks; booleans", () => {
  const double: Layout = { kind: "float", size: 8 };
  assert.is(read("1.5e3", double), 1500);
  assert.is(read("-Infinity", double), "-Infinity");
  assert.is(read("NaN", double), "NaN");
  assert.is(read("true", { kind: "bool", size: 1 }), true);
  refused("yes", { kind: "bool", size: 1 }, /is not JSON/);
});

test("without types: bytes, or a number in as many bytes", () => {
  const little = endianness() === "LE";
  assert.is(read("258", bytes(4)), little ? "hex:02010000" : "hex:00000102");
  assert.is(read("-1", bytes(2)), "hex:ffff");
  assert.is(read("-128", bytes(1)), "hex:80");
  assert.is(read("0xff", bytes(1)), "hex:ff");
  refused("256", bytes(1), /does not fit into 1 bytes, and the map's types are not known: see --btf/);
  refused("-129", bytes(1), /does not fit/);
  refused("eth0", bytes(16), /neither hex:… nor a number/);
});

test("keys of an lpm_trie: a prefix as text, or JSON", () => {
  assert.is(prefixArgument("10.0.0.0/8", shape(bytes(8))), "10.0.0.0/8");
  assert.is(prefixArgument("::/0", shape(bytes(20))), "::/0");
  assert.is(prefixArgument("hex:08000000", shape(bytes(8))), "hex:08000000");
  assert.equal(prefixArgument('{"prefixLength":8,"data":"hex:0a000000"}', shape(bytes(8))), {
    prefixLength: 8,
    data: "hex:0a000000",
  });
});

test("per-CPU values: a list by CPU, or one for all", () => {
  const perCpu = (word: string, layout: Layout, size = 24) => perCpuArgument(word, shape(layout), size, 3);
  assert.equal(perCpu("[1,2,3]", u64), [1, 2, 3]);
  assert.equal(perCpu("5", u64), ["5", "5", "5"]);
  assert.equal(perCpu("[1,2]", pair, 48), [
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  assert.equal(perCpu("[[1,2],[3,4],[5,6]]", pair, 48), [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const whole = `hex:${"01".repeat(24)}`;
  assert.is(perCpu(whole, u64), whole);
  const one = `hex:${"01".repeat(8)}`;
  assert.equal(perCpu(one, u64), [one, one, one]);
});

test.run();
