import type { JsonValue, Layout } from "@bpf/maps";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { numberFields } from "../../src/watch/number-fields.js";

const u32: Layout = { kind: "integer", size: 4, signed: false };
const u64: Layout = { kind: "integer", size: 8, signed: false };
const flow: Layout = {
  kind: "struct",
  name: "flow",
  size: 64,
  fields: [
    { name: "packets", offset: 0, layout: u64 },
    { name: "lock", offset: 8, layout: u32, kernelOwned: true },
    { name: "name", offset: 12, layout: { kind: "string", size: 12 } },
    {
      name: "times",
      offset: 24,
      layout: { kind: "struct", name: "times", size: 8, fields: [{ name: "first", offset: 0, layout: u32 }] },
    },
    {
      name: "",
      offset: 32,
      layout: { kind: "union", name: "", size: 4, fields: [{ name: "code", offset: 0, layout: u32 }] },
    },
    { name: "gaps", offset: 40, layout: { kind: "array", element: u32, length: 2 } },
  ],
};

const read = (value: JsonValue, layout: Layout, cpus?: number): unknown =>
  numberFields(layout, cpus).map((field) => [field.name, field.read(value)]);

test("the numbers of a struct, by their paths; texts and what is the kernel's are none", () => {
  const value = { packets: "18446744073709551615", name: "12", times: { first: 7 }, code: 3, gaps: [1, 2] };
  assert.equal(read(value, flow), [
    ["packets", 18446744073709551615n],
    ["times.first", 7],
    ["code", 3],
    ["gaps[0]", 1],
    ["gaps[1]", 2],
  ]);
});

test("a value that is a number, and one for each CPU", () => {
  assert.equal(read("5", u64), [["value", 5n]]);
  assert.equal(read(["5", "6"], u64, 2), [
    ["[0]", 5n],
    ["[1]", 6n],
  ]);
});

test("a value given as bytes has no numbers; a long array has not too many", () => {
  assert.is(numberFields(flow)[0]!.read("hex:00"), undefined);
  assert.is(numberFields({ kind: "array", element: u32, length: 100_000 }).length, 64);
  assert.equal(numberFields({ kind: "bytes", size: 4 }), []);
});

test.run();
