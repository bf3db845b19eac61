import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type ByteView, byteView } from "../../src/codec/byte-view.js";
import { type Codec, codecOf } from "../../src/codec/codec.js";
import { LayoutError } from "../../src/errors.js";
import type { Layout } from "../../src/layout/layout.js";
import { perCpuCodec } from "../../src/per-cpu/codec.js";
import { valueError } from "../errors.js";

const test = suite("values of per-CPU maps");

const integer = (size: 1 | 2 | 4 | 8 | 16, signed = false): Layout => ({ kind: "integer", size, signed });
const struct = (size: number, ...fields: [string, number, Layout][]): Layout => ({
  kind: "struct",
  name: "stats",
  size,
  fields: fields.map(([name, offset, layout]) => ({ name, offset, layout })),
});
const gauge = struct(
  12,
  ["now", 0, integer(4)],
  ["total", 4, { kind: "float", size: 4 }],
  ["change", 8, integer(4, true)],
);
const codec = (layout: Layout, cpus: number, sum = false): Codec =>
  perCpuCodec(codecOf(layout), { cpus, sum });
const written = (codec: Codec, values: unknown): ByteView => {
  const to = byteView(new Uint8Array(codec.size).fill(0xee));
  codec.encode(values, to, 0, "value");
  return to;
};

test("one value a CPU, each from a multiple of 8 bytes, what is between them 0", () => {
  const three = codec(gauge, 3);
  assert.is(three.size, 48);
  assert.is(three.layout, gauge);
  const values = [1, 2, 3].map((n) => ({ now: n, total: n / 2, change: -n }));
  const bytes = written(three, values);
  for (const cpu of [0, 1, 2]) {
    assert.equal(codecOf(gauge).decode(bytes, 16 * cpu), values[cpu]);
    assert.equal([...bytes.u8.subarray(16 * cpu + 12, 16 * cpu + 16)], [0, 0, 0, 0]);
  }
  assert.equal(three.decode(bytes, 0), values);
  assert.equal(three.toJson(bytes, 0), values);
  assert.is(three.jsonText(bytes, 0), JSON.stringify(values));
});

test("sizes from 1 to 17 bytes", () => {
  for (const [size, stride] of [
    [1, 8],
    [7, 8],
    [8, 8],
    [9, 16],
    [16, 16],
    [17, 24],
  ] as const) {
    const two = codec({ kind: "bytes", size }, 2);
    assert.is(two.size, 2 * stride);
    const values = [new Uint8Array(size).fill(1), new Uint8Array(size).fill(2)];
    assert.equal(two.decode(written(two, values), 0), values);
  }
});

test("JSON comes back, as values and as bytes", () => {
  const two = codec(integer(8), 2);
  const bytes = written(two, [1n, 2n ** 63n]);
  assert.equal(two.toJson(bytes, 0), ["1", "9223372036854775808"]);
  assert.is(two.jsonText(bytes, 0), '["1","9223372036854775808"]');
  for (const json of [["1", "9223372036854775808"], `hex:${Buffer.from(bytes.u8).toString("hex")}`]) {
    const to = byteView(new Uint8Array(16));
    two.fromJson(json, to, 0, "value");
    assert.equal(to.u8, bytes.u8);
  }
});

test("another number of values is refused, and so is a wrong one, by its index", () => {
  const two = codec(integer(4), 2);
  const to = byteView(new Uint8Array(two.size));
  for (const write of ["encode", "fromJson"] as const) {
    for (const values of [[], [1], [1, 2, 3]]) {
      assert.throws(
        () => two[write](values, to, 0, "value"),
        valueError("value", /expected 2 values.*possible CPU/),
      );
    }
    for (const values of [7, null, undefined, "x", { 0: 1, 1: 2 }, new Map()]) {
      assert.throws(() => two[write](values, to, 0, "value"), valueError("value", /array of 2 values/));
    }
    assert.throws(() => two[write]([1, -1], to, 0, "value"), valueError("value[1]", /4294967295/));
  }
  // biome-ignore lint/suspicious/noSparseArray: a hole must not be read as a value
  assert.throws(() => two.encode([1, ,], to, 0, "value"), valueError("value[1]"));
  assert.throws(() => two.fromJson("hex:00", to, 0, "value"), valueError("value"));
});

test("sums are exact, however wide", () => {
  assert.is(
    codec(integer(8), 3, true).decode(written(codec(integer(8), 3), [2n ** 64n - 1n, 1n, 1n]), 0),
    2n ** 64n + 1n,
  );
  assert.is(codec(integer(4), 2, true).decode(written(codec(integer(4), 2), [2 ** 32 - 1, 1]), 0), 2 ** 32);
  assert.is(
    codec(integer(1, true), 2, true).decode(written(codec(integer(1, true), 2), [-128, -128]), 0),
    -256,
  );
  const bytes = written(codec(gauge, 2), [
    { now: 1, total: 0.5, change: -5 },
    { now: 2, total: 0.25, change: 2 },
  ]);
  const sum = codec(gauge, 2, true);
  assert.equal(sum.decode(bytes, 0), { now: 3, total: 0.75, change: -3 });
  assert.is(sum.jsonText(bytes, 0), '{"now":3,"total":0.75,"change":-3}');
  assert.is(sum.size, 32);
});

test("one CPU's sum is its value", () => {
  const one = written(codec(integer(8), 1), [7n]);
  assert.is(codec(integer(8), 1, true).decode(one, 0), 7n);
});

test("arrays, nested and anonymous structs, and fields named as JavaScript's own are summed", () => {
  const inner = struct(8, ["a", 0, integer(4)], ["b", 4, integer(4)]);
  const layout = struct(
    40,
    ["__proto__", 0, integer(8)],
    ["list", 8, { kind: "array", element: integer(8), length: 2 }],
    ["inner", 24, inner],
    ["", 32, struct(8, ["constructor", 0, integer(8)])],
  );
  const value = (n: number): unknown =>
    Object.fromEntries([
      ["__proto__", BigInt(n)],
      ["list", [BigInt(n), 10n]],
      ["inner", { a: n, b: 0 }],
      ["constructor", BigInt(n)],
    ]);
  const bytes = written(codec(layout, 2), [value(1), value(2)]);
  const sum = codec(layout, 2, true).decode(bytes, 0) as object;
  assert.equal(Object.entries(sum), [
    ["__proto__", 3n],
    ["list", [3n, 20n]],
    ["inner", { a: 3, b: 0 }],
    ["constructor", 3n],
  ]);
  assert.is(Object.getPrototypeOf(sum), Object.prototype);
  const json = codec(layout, 2, true).jsonText(bytes, 0);
  assert.is(json, '{"__proto__":"3","list":["3","20"],"inner":{"a":3,"b":0},"constructor":"3"}');
});

test("what is no number has no sum, and a sum is not written", () => {
  for (const [layout, path] of [
    [{ kind: "bytes", size: 8 }, "value"],
    [{ kind: "bool", size: 1 }, "value"],
    [struct(24, ["packets", 0, integer(8)], ["name", 8, { kind: "string", size: 16 }]), "value.name"],
    [
      struct(16, ["all", 0, { kind: "array", element: { kind: "pointer", size: 8 }, length: 2 }]),
      "value.all[0]",
    ],
  ] as [Layout, string][]) {
    assert.throws(
      () => codec(layout, 2, true),
      (error: unknown) =>
        LayoutError.is(error) && error.path === path && /cannot be summed/.test(error.message),
    );
  }
  const sum = codec(integer(4), 2, true);
  const to = byteView(new Uint8Array(16));
  assert.throws(() => sum.encode(1, to, 0, "value"), valueError("value", /without sum/));
  assert.throws(() => sum.fromJson(1, to, 0, "value"), valueError("value", /without sum/));
});

test.run();
