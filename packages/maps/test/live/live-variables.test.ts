import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LayoutError } from "../../src/errors.js";
import type { Layout, LayoutField, StructLayout } from "../../src/layout/layout.js";
import { LiveVariables } from "../../src/live/live-variables.js";
import { mapError, valueError } from "../errors.js";
import { fakeMemory, little } from "./fake-memory.js";

const test = suite("live variables");

const u8: Layout = { kind: "integer", size: 1, signed: false };
const u32: Layout = { kind: "integer", size: 4, signed: false };
const u64: Layout = { kind: "integer", size: 8, signed: false };

function variablesOf(fields: readonly LayoutField[], options?: { writable?: boolean }) {
  const layout: StructLayout = { kind: "struct", name: ".data", size: 64, fields };
  const { bytes, memory } = fakeMemory(4096, options);
  return { bytes, live: new LiveVariables(memory, layout) };
}

test("variables are properties that read and store, at any alignment", () => {
  for (const writable of [true, false]) {
    const fields = [
      { name: "first", offset: 0, layout: u64 },
      { name: "byte", offset: 8, layout: u8 },
      { name: "odd", offset: 9, layout: u64 },
      { name: "pair", offset: 18, layout: u32 },
    ];
    const { bytes, live } = variablesOf(fields, { writable });
    for (const [name, at] of [
      ["first", 0],
      ["odd", 9],
    ] as const) {
      bytes.view.setBigUint64(at, 0x1122334455667788n, little);
      assert.is(live.variables[name], 0x1122334455667788n);
      bytes.view.setBigUint64(at, 7n, little);
      assert.is(live.numbers[name], 7);
    }
    bytes.view.setUint32(18, 0xdeadbeef, little);
    assert.is(live.variables.pair, 0xdeadbeef);
    assert.is(live.writable, writable);
    assert.equal(live.names, ["first", "byte", "odd", "pair"]);
    if (!writable) continue;
    live.variables.odd = 9n;
    live.variables.odd += 1n;
    assert.is(bytes.view.getBigUint64(9, little), 10n);
    assert.is(bytes.contents[8], 0);
    assert.is(bytes.contents[17], 0);
  }
});

test("a section that ends inside a word keeps the words before it", () => {
  const { memory, bytes } = fakeMemory(11);
  const layout: StructLayout = {
    kind: "struct",
    name: ".bss",
    size: 11,
    fields: [
      { name: "count", offset: 0, layout: u64 },
      { name: "last", offset: 8, layout: { kind: "string", size: 3 } },
    ],
  };
  const live = new LiveVariables(memory, layout);
  live.variables.last = "abc";
  live.variables.count = 1n;
  assert.equal([...bytes.contents.subarray(8)], [97, 98, 99]);
  assert.is(live.variables.last, "abc");
});

test("hostile names are just names", () => {
  const names = [
    "__proto__",
    "constructor",
    "then",
    "toString",
    "0",
    "a b",
    "hasOwnProperty",
    "close",
    "NAME@.data+16",
  ];
  const { live } = variablesOf(names.map((name, i) => ({ name, offset: i * 4, layout: u32 })));
  names.forEach((name, i) => {
    live.variables[name] = i + 1;
  });
  for (const [i, name] of names.entries()) assert.is(live.variables[name], i + 1, name);
  assert.equal(Object.keys(live.variables).sort(), [...names].sort());
  assert.is(Object.getPrototypeOf(Object.getPrototypeOf(live.variables)), null);
  assert.is(({} as { polluted?: unknown }).polluted, undefined);
  const { live: empty } = variablesOf([]);
  for (const name of names) assert.is(name in empty.variables, false, name);
});

test("a name that there is not can be neither read nor made", () => {
  const { live } = variablesOf([{ name: "known", offset: 0, layout: u32 }]);
  assert.is(live.variables.unknown, undefined);
  assert.throws(
    () => {
      live.variables.unknown = 1;
    },
    (error: unknown) => error instanceof TypeError,
  );
  assert.throws(
    () => live.add("unknown", 1),
    (error: unknown) => error instanceof RangeError,
  );
  assert.throws(
    () => live.elements("known"),
    (error: unknown) => error instanceof RangeError,
  );
});

test("elements of an array variable, at their own stride", () => {
  const { bytes, live } = variablesOf([
    { name: "head", offset: 0, layout: u32 },
    { name: "seen", offset: 4, layout: { kind: "array", element: u32, length: 5 } },
  ]);
  const seen = live.elements("seen");
  assert.is(seen.length, 5);
  seen.set(4, 44);
  assert.is(bytes.view.getUint32(4 + 16, little), 44);
  assert.is(seen.add(4, 1), 44);
  assert.equal(live.variables.seen, [0, 0, 0, 0, 45]);
  assert.throws(
    () => seen.set(5, 1),
    (error: unknown) => error instanceof RangeError,
  );
  assert.throws(() => seen.set(0, -1), valueError("seen"));
  live.close();
  assert.throws(() => seen.get(0), mapError("ERR_MAP_CLOSED"));
});

test("numbers are the integers and floats alone", () => {
  const { live } = variablesOf([
    { name: "count", offset: 0, layout: u64 },
    { name: "ratio", offset: 8, layout: { kind: "float", size: 8 } },
    { name: "flag", offset: 16, layout: { kind: "bool", size: 1 } },
    { name: "text", offset: 17, layout: { kind: "string", size: 4 } },
  ]);
  assert.equal(Object.keys(live.numbers), ["count", "ratio"]);
  live.variables.ratio = 0.5;
  assert.is(live.numbers.ratio, 0.5);
  assert.is(live.add("count", 3), 0n);
  assert.is(live.numbers.count, 3);
});

test("what is the kernel's own is left out", () => {
  const { live } = variablesOf([
    { name: "lock", offset: 0, layout: u32, kernelOwned: true },
    { name: "count", offset: 8, layout: u64 },
  ]);
  assert.equal(live.names, ["count"]);
  assert.is("lock" in live.variables, false);
});

test("assigning is refused with the variable's name in front", () => {
  const { live } = variablesOf([{ name: "small", offset: 0, layout: u8 }]);
  assert.throws(
    () => {
      live.variables.small = 256;
    },
    valueError("small", /255/),
  );
  assert.is(live.variables.small, 0);
  const { live: constant } = variablesOf([{ name: "small", offset: 0, layout: u8 }], { writable: false });
  assert.throws(() => {
    constant.variables.small = 1;
  }, mapError("ERR_MAP_READ_ONLY"));
});

test("fields that overlap, share a name or reach outside are refused", () => {
  const field = (name: string, offset: number): LayoutField => ({ name, offset, layout: u64 });
  for (const fields of [[field("a", 0), field("b", 4)], [field("a", 0), field("a", 8)], [field("a", 60)]]) {
    assert.throws(
      () => variablesOf(fields),
      (error: unknown) => LayoutError.is(error),
    );
  }
});

test("after close every variable is ERR_MAP_CLOSED", () => {
  for (const writable of [true, false]) {
    const fields = [
      { name: "count", offset: 0, layout: u64 },
      { name: "text", offset: 8, layout: { kind: "string", size: 8 } as Layout },
    ];
    const { live } = variablesOf(fields, { writable });
    live.close();
    live.close();
    const closed = mapError("ERR_MAP_CLOSED");
    assert.throws(() => live.variables.count, closed);
    assert.throws(() => live.numbers.count, closed);
    assert.throws(() => live.variables.text, closed);
    if (!writable) continue;
    assert.throws(() => {
      live.variables.count = 1n;
    }, closed);
    assert.throws(() => live.add("count", 1), closed);
  }
});

test.run();
