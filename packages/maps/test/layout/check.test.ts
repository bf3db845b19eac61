import { test } from "uvu";
import * as assert from "uvu/assert";
import { codecOf } from "../../src/codec/codec.js";
import { checkLayout } from "../../src/layout/check.js";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import type { Layout, LayoutField } from "../../src/layout/layout.js";
import { cpuTime } from "../cpu-time.js";
import { type BtfWriter, written } from "./btf-writer.js";
import { layoutError } from "./layout-error.js";

const u8: Layout = { kind: "integer", size: 1, signed: false };
const struct = (size: number, ...fields: LayoutField[]): Layout => ({
  kind: "struct",
  name: "s",
  size,
  fields,
});

function refused(layout: unknown, path: string, reason: RegExp): void {
  assert.throws(() => checkLayout(layout as Layout), layoutError(path, reason));
  assert.throws(() => codecOf(layout as Layout), layoutError(path, reason));
}

function refusedBtf(write: (writer: BtfWriter) => number, path: string, reason: RegExp): void {
  const { btf, id } = written(write);
  assert.throws(() => layoutFromBtf(btf, id), layoutError(path, reason));
}

test("sizes that a kind does not have, and code in their place", () => {
  refused({ kind: "integer", size: 3, signed: false }, "integer", /no integer has 3 bytes/);
  refused({ kind: "bool", size: 16 }, "bool", /no bool has 16 bytes/);
  refused({ kind: "float", size: 2 }, "float", /no float has 2 bytes/);
  refused({ kind: "bytes", size: -1 }, "bytes", /-1 bytes/);
  refused({ kind: "string", size: "1); process.exit(1" }, "string", /no string has/);
  refused({ kind: "array", element: u8, length: 1.5 }, "array", /1.5 elements/);
  refused({ kind: "array", element: u8, length: 2 ** 33 }, "array", /elements/);
  refused({ kind: "list", size: 4 }, "list", /no layout of kind list/);
});

test("enums whose values are not of its width", () => {
  const values = [{ name: "A", value: 256 }];
  refused({ kind: "enum", name: "", size: 1, signed: false, values }, "enum", /A = 256 does not fit/);
  refused({ kind: "enum", name: "", size: 8, signed: false, values }, "enum", /bigint/);
});

test("fields outside of their struct", () => {
  refused(struct(1, { name: "a", offset: 1, layout: u8 }), "struct s.a", /outside the 1 bytes/);
  refused(struct(1, { name: "a", offset: -1, layout: u8 }), "struct s.a", /begins at byte -1/);
  refusedBtf((w) => w.struct("s", 4, [["a", w.int("u32", 4), 8]]), "struct s.a", /outside/);
  refusedBtf((w) => w.union("u", 2, [["a", w.int("u32", 4), 0]]), "union u.a", /outside/);
  refusedBtf((w) => w.struct("s", 4, [["a", w.int("u32", 4), 0xfffffff8]]), "struct s.a", /outside/);
});

test("fields of a struct that overlap, by as little as a bit", () => {
  refusedBtf(
    (w) => {
      const int = w.int("u32", 4);
      return w.struct("s", 8, [
        ["a", int, 0],
        ["b", int, 16],
      ]);
    },
    "struct s.b",
    /overlaps/,
  );
  refusedBtf(
    (w) => {
      const int = w.int("u32", 4);
      return w.struct("s", 4, [
        ["a", int, 0, 4],
        ["b", int, 3, 4],
      ]);
    },
    "struct s.b",
    /overlaps/,
  );
  const empty: Layout = { kind: "array", element: u8, length: 0 };
  checkLayout(struct(1, { name: "a", offset: 0, layout: empty }, { name: "b", offset: 0, layout: u8 }));
});

test("two fields of one name, also where an anonymous struct brings one", () => {
  refused(
    struct(2, { name: "a", offset: 0, layout: u8 }, { name: "a", offset: 1, layout: u8 }),
    "struct s.a",
    /two fields/,
  );
  refusedBtf(
    (w) => {
      const byte = w.int("u8", 1);
      const inner = w.struct("", 1, [["odd name", byte, 0]]);
      return w.struct("s", 2, [
        ["", inner, 0],
        ["", inner, 8],
      ]);
    },
    'struct s["odd name"]',
    /two fields have this name/,
  );
});

test("types that contain themselves, or nest too deep", () => {
  refusedBtf((w) => w.struct("s", 8, [["inner", w.nextId, 0]]), "struct s.inner", /contains itself/);
  refusedBtf((w) => w.array(w.nextId, 2), "type 1[]", /contains itself/);
  refusedBtf((w) => w.refer(8, w.nextId, "loop"), "type 1", /chain|deep|over/);
  const nested = (depth: number) => (w: BtfWriter) => {
    let id = w.int("u8", 1);
    for (let i = 0; i < depth; i++) id = w.struct(`s${i}`, 1, [["f", id, 0]]);
    return id;
  };
  const fits = written(nested(30));
  assert.is(layoutFromBtf(fits.btf, fits.id).kind, "struct");
  refusedBtf(nested(40), `struct s39${".f".repeat(32)}`, /nested over 32 deep/);
  const loop = { kind: "array", element: u8, length: 1 };
  loop.element = loop as never;
  refused(loop, "array[]", /contains itself/);
});

test("2^40 fields, or values, of a few types", () => {
  refusedBtf(
    (w) => {
      let id = w.struct("empty", 0, []);
      for (let i = 0; i < 20; i++)
        id = w.struct(`s${i}`, 0, [
          ["a", id, 0],
          ["b", id, 0],
          ["c", id, 0],
          ["d", id, 0],
        ]);
      return id;
    },
    `struct s19${".a".repeat(12)}`,
    /over 65536 fields/,
  );
  refusedBtf((w) => w.array(w.struct("empty", 0, []), 0xffffffff), "array", /over 16777216 values/);
  refusedBtf(
    (w) => w.array(w.array(w.int("u8", 1), 0xffff), 0x1ffff),
    "array",
    /an array of 131071 elements/,
  );
});

test("the most members and variables that BTF can have take seconds, not hours", () => {
  const many = 65_535;
  const { btf, id } = written((w) => {
    const byte = w.int("u8", 1);
    const wide = w.struct(
      "wide",
      many,
      Array.from({ length: many }, (_, i) => [`m${i}`, byte, i * 8] as const),
    );
    w.union(
      "wider",
      many,
      Array.from({ length: many }, (_, i) => [`m${i}`, wide, 0] as const),
    );
    const overlapping = w.struct(
      "overlapping",
      many,
      Array.from({ length: many }, (_, i) => [`m${i}`, wide, 0] as const),
    );
    const first = w.nextId;
    for (let i = 0; i < many; i++) w.variable(`v${i}`, overlapping);
    return w.section(
      ".data",
      8 * many,
      Array.from({ length: many }, (_, i) => [first + i, 8 * i, 8] as const),
    );
  });
  const start = cpuTime();
  assert.throws(() => layoutFromBtf(btf, 3), layoutError("union wider", /over 65536 fields/));
  const layout = layoutFromBtf(btf, id);
  assert.is(layout.kind === "struct" && layout.fields.length, many);
  const took = cpuTime() - start;
  assert.ok(took < 10_000, `${took} ms`);
});

test.run();
