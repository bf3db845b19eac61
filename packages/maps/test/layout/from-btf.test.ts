import { BtfKind } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import type { Layout } from "../../src/layout/layout.js";
import { type BtfWriter, written } from "./btf-writer.js";
import { layoutError } from "./layout-error.js";

function layoutOf(write: (writer: BtfWriter) => number): Layout {
  const { btf, id } = written(write);
  return layoutFromBtf(btf, id);
}

const u32: Layout = { kind: "integer", size: 4, signed: false };

test("integers of all widths and both signs", () => {
  for (const size of [1, 2, 4, 8, 16] as const)
    for (const signed of [true, false])
      assert.equal(
        layoutOf((w) => w.int("some int", size, { signed })),
        { kind: "integer", size, signed },
      );
});

test("integers of no width that C has are bytes", () => {
  assert.equal(
    layoutOf((w) => w.int("int24", 3)),
    { kind: "bytes", size: 3 },
  );
  assert.equal(
    layoutOf((w) => w.int("int:3", 4, { bits: 3 })),
    { kind: "bytes", size: 4 },
  );
  assert.equal(
    layoutOf((w) => w.int("shifted", 4, { bits: 16, bitOffset: 16 })),
    { kind: "bytes", size: 4 },
  );
});

test("char by its name, or by its flag; signed and unsigned char are integers", () => {
  assert.equal(
    layoutOf((w) => w.int("char", 1, { signed: true })),
    { kind: "char" },
  );
  assert.equal(
    layoutOf((w) => w.int("char8", 1, { char: true })),
    { kind: "char" },
  );
  for (const name of ["signed char", "unsigned char"])
    for (const char of [true, false]) assert.is(layoutOf((w) => w.int(name, 1, { char })).kind, "integer");
});

test("arrays of char are text, also through typedefs and tags", () => {
  assert.equal(
    layoutOf((w) => w.array(w.int("char", 1), 16)),
    { kind: "string", size: 16 },
  );
  const alias = layoutOf((w) => {
    const char = w.refer(
      BtfKind.TYPEDEF,
      w.refer(BtfKind.CONST, w.int("char", 1, { signed: true })),
      "letter",
    );
    return w.array(w.refer(BtfKind.TYPE_TAG, char, "user"), 4);
  });
  assert.equal(alias, { kind: "string", size: 4 });
  const names = layoutOf((w) => w.array(w.array(w.int("char", 1), 16), 3));
  assert.equal(names, { kind: "array", element: { kind: "string", size: 16 }, length: 3 });
});

test("bool, float, pointer", () => {
  assert.equal(
    layoutOf((w) => w.int("_Bool", 1, { bool: true })),
    { kind: "bool", size: 1 },
  );
  assert.equal(
    layoutOf((w) => w.float("float", 4)),
    { kind: "float", size: 4 },
  );
  assert.equal(
    layoutOf((w) => w.float("double", 8)),
    { kind: "float", size: 8 },
  );
  assert.equal(
    layoutOf((w) => w.float("long double", 16)),
    { kind: "bytes", size: 16 },
  );
  assert.equal(
    layoutOf((w) => w.pointer(0)),
    { kind: "pointer", size: 8 },
  );
  assert.equal(
    layoutOf((w) => w.pointer(w.forward("task"))),
    { kind: "pointer", size: 8 },
  );
});

test("enums keep names and sign; 64 bits are bigints", () => {
  assert.equal(
    layoutOf((w) => w.enum("e", 4, { A: 0, B: 0xffffffff }, true)),
    {
      kind: "enum",
      name: "e",
      size: 4,
      signed: true,
      values: [
        { name: "A", value: 0 },
        { name: "B", value: -1 },
      ],
    },
  );
  assert.equal(
    layoutOf((w) => w.enum64("big", 8, { A: 2n ** 63n })),
    { kind: "enum", name: "big", size: 8, signed: false, values: [{ name: "A", value: 2n ** 63n }] },
  );
  assert.equal(
    layoutOf((w) => w.enum("wide", 8, { A: 1 })),
    { kind: "enum", name: "wide", size: 8, signed: false, values: [{ name: "A", value: 1n }] },
  );
});

test("a value of -1 in a small enum whose sign nobody told is the byte 255; what does not fit has no name", () => {
  const layout = layoutOf((w) => w.enum("small", 1, { MINUS: 0xffffffff, TOO_LARGE: 300, TOP: 255 }));
  assert.equal(layout.kind === "enum" && layout.values, [
    { name: "MINUS", value: 255 },
    { name: "TOP", value: 255 },
  ]);
});

test("a struct without a tag has the name of the innermost typedef", () => {
  const layout = layoutOf((w) => {
    const struct = w.struct("", 4, [["a", w.int("u32", 4), 0]]);
    return w.refer(
      BtfKind.TYPEDEF,
      w.refer(BtfKind.VOLATILE, w.refer(BtfKind.TYPEDEF, struct, "inner_t")),
      "outer_t",
    );
  });
  assert.equal(layout, {
    kind: "struct",
    name: "inner_t",
    size: 4,
    fields: [{ name: "a", offset: 0, layout: u32 }],
  });
});

test("the same type in two places is the same layout object", () => {
  const layout = layoutOf((w) => {
    const int = w.int("u32", 4);
    const inner = w.struct("inner", 4, [["a", int, 0]]);
    return w.struct("outer", 8, [
      ["x", inner, 0],
      ["y", inner, 32],
    ]);
  });
  assert.is(
    layout.kind === "struct" && layout.fields[0]!.layout,
    layout.kind === "struct" && layout.fields[1]!.layout,
  );
});

test("anonymous structs and unions stay, without a name; other members without a name are padding", () => {
  const layout = layoutOf((w) => {
    const int = w.int("u32", 4);
    const union = w.union("", 4, [
      ["a", int, 0],
      ["b", int, 0],
    ]);
    return w.struct("s", 12, [
      ["", union, 0],
      ["", int, 32],
      ["c", int, 64],
    ]);
  });
  assert.equal(layout.kind === "struct" && layout.fields.map(({ name, offset }) => [name, offset]), [
    ["", 0],
    ["c", 8],
  ]);
});

test("arrays of length 0, flexible ones too", () => {
  const layout = layoutOf((w) =>
    w.struct("s", 4, [
      ["n", w.int("u32", 4), 0],
      ["data", w.array(w.int("u64", 8), 0), 32],
    ]),
  );
  assert.equal(layout.kind === "struct" && layout.fields[1], {
    name: "data",
    offset: 4,
    layout: { kind: "array", element: { kind: "integer", size: 8, signed: false }, length: 0 },
  });
});

test("a variable has its type's layout", () => {
  assert.equal(
    layoutOf((w) => w.variable("counter", w.refer(BtfKind.CONST, w.int("u32", 4)))),
    u32,
  );
});

test("types without a size", () => {
  const { btf } = written((w) => w.forward("declared"));
  assert.throws(() => layoutFromBtf(btf, 0), layoutError("type 0", /void/));
  assert.throws(() => layoutFromBtf(btf, 1), layoutError("declared", /not defined/));
  assert.throws(() => layoutFromBtf(btf, 7), layoutError("type 7", /no type 7/));
  const inner = written((w) => w.struct("s", 8, [["f", w.forward("declared"), 0]]));
  assert.throws(() => layoutFromBtf(inner.btf, inner.id), layoutError("struct s.f", /not defined/));
});

test.run();
