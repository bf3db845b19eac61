import { test } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { exactJson } from "../../src/codec/codec.js";
import { layout } from "../../src/layout/describe.js";
import type { Layout } from "../../src/layout/layout.js";
import { forAllCodes } from "./both-codes.js";
import { same } from "./same.js";
import { read, readJson, written, writtenJson } from "./write-read.js";

const { u8, u16, u32, u64 } = layout;
const stats = layout.struct({ packets: u8, bytes: u8 });
const flow = layout.struct({
  id: u8,
  stats,
  cells: layout.array(u8, 4),
  rows: layout.array(layout.array(stats, 1), 2),
}) as Layout;
const good = {
  id: 1,
  stats: { packets: 2, bytes: 3 },
  cells: [4, 5, 6, 7],
  rows: [[{ packets: 8, bytes: 9 }], [{ packets: 10, bytes: 11 }]],
};
const goodHex = "0102030405060708090a0b";

forAllCodes(test, "nested structs and arrays", ({ make }) => {
  const codec = make(flow);
  same(read(codec, goodHex), good);
  same(written(codec, good), { hex: goodHex });
  same(readJson(codec, goodHex), good);
  same(writtenJson(codec, good), { hex: goodHex });
});

forAllCodes(test, "errors name the whole path", ({ make }) => {
  const codec = make(flow);
  const fails = (change: object, path: string, reason: string) => {
    same(written(codec, { ...good, ...change }), { path, reason });
    same(writtenJson(codec, { ...good, ...change }), { path, reason });
  };
  fails(
    { stats: { packets: 256, bytes: 0 } },
    "value.stats.packets",
    "expected an integer from 0 to 255, not 256",
  );
  fails({ cells: [1, 2, 3, -4] }, "value.cells[3]", "expected an integer from 0 to 255, not -4");
  fails({ cells: [1, 2, 3] }, "value.cells", "expected 4 elements, not 3");
  fails({ cells: "1234" }, "value.cells", 'expected an array of 4, not "1234"');
  fails({ stats: undefined }, "value.stats", "missing");
  fails({ stats: { packets: 1 } }, "value.stats.bytes", "missing");
  fails({ stats: [1, 2] }, "value.stats", "expected an object for struct, not an array of 2");
  fails({ stats: null }, "value.stats", "expected an object for struct, not null");
  fails({ extra: 1 }, "value.extra", "no such field; there are id, stats, cells, rows");
  fails(
    { stats: { ...good.stats, "odd name": 1 } },
    'value.stats["odd name"]',
    "no such field; there are packets, bytes",
  );
  fails(
    { rows: [[{ packets: 0, bytes: 0 }], [{ packets: 0, bytes: "x" }]] },
    "value.rows[1][0].bytes",
    'expected an integer from 0 to 255, not "x"',
  );
  for (const value of [undefined, 5, "text", new Uint8Array(11)])
    same((written(codec, value) as { path: string }).path, "value");
});

forAllCodes(test, "arrays take any array-like of the right length; JSON arrays only", ({ make }) => {
  const codec = make(layout.array(u8, 3) as Layout);
  for (const value of [
    [1, 2, 3],
    Uint8Array.of(1, 2, 3),
    Float64Array.of(1, 2, 3),
    { length: 3, 0: 1, 1: 2, 2: 3 },
  ])
    same(written(codec, value), { hex: "010203" });
  same("path" in writtenJson(codec, Uint8Array.of(1, 2, 3)), true);
  same(written(codec, { 0: 1 }), { path: "value", reason: "expected an array of 3, not an object" });
});

forAllCodes(test, "padding is zeros", ({ make, little }) => {
  const codec = make(layout.struct({ a: u8, b: u32, c: u8, d: u64, e: u8 }) as Layout);
  const one = (size: number) => (little ? "01".padEnd(size * 2, "0") : "01".padStart(size * 2, "0"));
  same(written(codec, { a: 1, b: 1, c: 1, d: 1n, e: 1 }), {
    hex: `01000000${one(4)}0100000000000000${one(8)}0100000000000000`,
  });
});

forAllCodes(test, "fields at any byte", ({ make, little }) => {
  const codec = make(
    layout.struct({ a: u8, b: u64, c: u16, d: layout.f64, e: u32 }, { packed: true }) as Layout,
  );
  const value = { a: 1, b: 0x0102030405060708n, c: 0x0a0b, d: 1.5, e: 0xfffefdfc };
  const hex = little
    ? "0108070605040302010b0a000000000000f83ffcfdfeff"
    : "0101020304050607080a0b3ff8000000000000fffefdfc";
  same(written(codec, value), { hex });
  same(read(codec, hex), value);
});

const names = ["__proto__", "constructor", "toString", "valueOf", "odd name", 'quo"te\\', "\u2028", "0", ""];
const named = (count: number): Layout => ({
  kind: "struct",
  name: "s",
  size: count,
  fields: names.slice(0, count).map((name, i) => ({ name, offset: i, layout: u8 })),
});

forAllCodes(
  test,
  "any names: __proto__ is a field like others, and what objects inherit is no field",
  ({ make }) => {
    const codec = make(named(8));
    const value = read(codec, "0102030405060708") as Record<string, unknown>;
    assert.is(Object.getPrototypeOf(value), Object.prototype);
    same(Object.keys(value).sort(), names.slice(0, 8).sort());
    assert.is(Object.getOwnPropertyDescriptor(value, "__proto__")?.value, 1);
    same(written(codec, value), { hex: "0102030405060708" });
    const text = codec.jsonText(byteView(Buffer.from("0102030405060708", "hex")), 0);
    same(writtenJson(codec, JSON.parse(text)), { hex: "0102030405060708" });
    for (const name of ["__proto__", "constructor", "toString"]) {
      const lacking = { ...value };
      Object.defineProperty(lacking, "__proto__", { value: 1, enumerable: true, configurable: true });
      delete lacking[name];
      const path = name === "__proto__" ? "value.__proto__" : `value.${name}`;
      same(written(codec, lacking), { path, reason: "missing" });
    }
  },
);

forAllCodes(test, "objects of a class, and without a prototype", ({ make }) => {
  const codec = make(stats as Layout);
  class Stats {
    get packets() {
      return 1;
    }
    get bytes() {
      return 2;
    }
  }
  same(written(codec, new Stats()), { hex: "0102" });
  same(written(codec, Object.assign(Object.create(null), { packets: 1, bytes: 2 })), { hex: "0102" });
  same(
    written(
      codec,
      Object.create(
        { inherited: 1 },
        { packets: { value: 1, enumerable: true }, bytes: { value: 2, enumerable: true } },
      ),
    ),
    { hex: "0102" },
  );
  const failing = {
    packets: 1,
    get bytes(): number {
      throw new Error("mine");
    },
  };
  assert.throws(
    () => written(codec, failing),
    (error: unknown) => (error as Error).message === "mine",
  );
});

const lock: Layout = {
  kind: "struct",
  name: "bpf_spin_lock",
  size: 4,
  fields: [{ name: "val", offset: 0, layout: u32 }],
};
const locked: Layout = {
  kind: "struct",
  name: "locked",
  size: 8,
  fields: [
    { name: "lock", offset: 0, layout: lock, kernelOwned: true },
    { name: "a", offset: 4, layout: u8 },
  ],
};

forAllCodes(test, "what is the kernel's is not read, and ignored where it is given", ({ make }) => {
  const codec = make(locked);
  same(read(codec, "1111111105000000"), { a: 5 });
  same(written(codec, { a: 5 }), { hex: "0000000005000000" });
  same(written(codec, { a: 5, lock: "whatever" }), { hex: "0000000005000000" });
  same(exactJson(codec, byteView(Buffer.from("1111111105000000", "hex")), 0), "hex:1111111105000000");
});

forAllCodes(test, "a flexible array is empty when read, and need not be given", ({ make }) => {
  const codec = make(layout.struct({ n: u8, data: layout.array(u8, 0) }) as Layout);
  same(read(codec, "05"), { n: 5, data: [] });
  same(written(codec, { n: 5 }), { hex: "05" });
  same(written(codec, { n: 5, data: [1] }), { path: "value.data", reason: "expected 0 elements, not 1" });
});

forAllCodes(test, "a struct with more fields than code is made for", ({ make }) => {
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}`, u8]));
  const codec = make(layout.struct(many) as Layout);
  const value = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}`, i & 255]));
  same(read(codec, (written(codec, value) as { hex: string }).hex), value);
});

test.run();
