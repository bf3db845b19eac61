import { BtfKind } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import type { LayoutField } from "../../src/layout/layout.js";
import { type BtfWriter, written } from "./btf-writer.js";
import { layoutError } from "./layout-error.js";

function fieldsOf(write: (writer: BtfWriter) => number): readonly LayoutField[] {
  const { btf, id } = written(write);
  const layout = layoutFromBtf(btf, id);
  return layout.kind === "struct" ? layout.fields : [];
}

const u32 = { kind: "integer", size: 4, signed: false } as const;

test("with kind_flag the width is the member's", () => {
  const fields = fieldsOf((w) => {
    const int = w.int("unsigned int", 4);
    return w.struct("s", 8, [
      ["a", int, 0, 3],
      ["b", int, 3, 30],
      ["c", w.int("u8", 1), 40, 0],
    ]);
  });
  assert.equal(fields, [
    { name: "a", offset: 0, layout: u32, bits: { offset: 0, size: 3 } },
    { name: "b", offset: 0, layout: u32, bits: { offset: 3, size: 30 } },
    { name: "c", offset: 5, layout: { kind: "integer", size: 1, signed: false } },
  ]);
});

test("without, the width is the type's, and its start adds to the member's", () => {
  const fields = fieldsOf((w) =>
    w.struct("s", 8, [
      ["a", w.int("int:3", 4, { bits: 3, signed: true }), 5],
      ["b", w.int("int:9", 4, { bits: 9, bitOffset: 20 }), 32],
      ["flag", w.int("_Bool:1", 1, { bits: 1, bool: true }), 62],
    ]),
  );
  assert.equal(fields, [
    { name: "a", offset: 0, layout: { ...u32, signed: true }, bits: { offset: 5, size: 3 } },
    { name: "b", offset: 6, layout: u32, bits: { offset: 52, size: 9 } },
    { name: "flag", offset: 7, layout: { kind: "bool", size: 1 }, bits: { offset: 62, size: 1 } },
  ]);
});

test("a whole int that begins inside a byte is a bit field of its width", () => {
  assert.equal(
    fieldsOf((w) => w.struct("s", 8, [["a", w.int("u32", 4), 3]])),
    [{ name: "a", offset: 0, layout: u32, bits: { offset: 3, size: 32 } }],
  );
});

test("through typedefs; enums and bools too; char is a number there", () => {
  const fields = fieldsOf((w) => {
    const alias = w.refer(BtfKind.TYPEDEF, w.int("char", 1, { signed: true }), "tiny");
    return w.struct("s", 4, [
      ["a", alias, 0, 5],
      ["e", w.enum("e", 4, { A: 1 }), 5, 2],
      ["b", w.int("_Bool", 1, { bool: true }), 7, 1],
    ]);
  });
  assert.equal(
    fields.map(({ layout }) => layout.kind),
    ["integer", "enum", "bool"],
  );
});

test("refuses bits of what is no integer, wider than their type, or outside", () => {
  const refused = (member: (w: BtfWriter) => [number, number, number?], reason: RegExp) => {
    const { btf, id } = written((w) => w.struct("s", 4, [["f", ...member(w)]]));
    assert.throws(() => layoutFromBtf(btf, id), layoutError("struct s.f", reason));
  };
  refused((w) => [w.float("float", 4), 0, 3], /no integer/);
  refused((w) => [w.pointer(0), 0, 3], /no integer/);
  refused((w) => [w.int("u8", 1), 0, 9], /9 bits in a type of 1 byte/);
  refused((w) => [w.int("u32", 4), 20, 16], /outside/);
  refused((w) => [w.float("float", 4), 3], /begins inside a byte/);
  refused((w) => [w.int("odd", 4, { bits: 30, bitOffset: 5 }), 0], /bits outside its type/);
  refused((w) => [w.int("none", 4, { bits: 0 }), 0], /bit field of 0 bits/);
});

test.run();
