/** Every kind, from bytes made by hand after linux/btf.h and Documentation/bpf/btf.rst. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import type { BtfType } from "../../src/btf/types.js";
import { byteOrders, info, int, madeBtf } from "./made-btf.js";
import { refusesBtf } from "./refuses.js";

const test = suite("decode");

const cases: { what: string; words: (s: (name: string) => number) => number[]; type: object }[] = [
  {
    what: "INT, signed",
    words: (s) => int(s("int")),
    type: { kind: 1, name: "int", size: 4, bits: 32, bitOffset: 0, signed: true, char: false, bool: false },
  },
  {
    what: "INT, a char of 7 bits at bit 9",
    words: (s) => [s("c"), info(1), 2, 0x02090007],
    type: { kind: 1, name: "c", size: 2, bits: 7, bitOffset: 9, signed: false, char: true, bool: false },
  },
  {
    what: "INT, bool",
    words: (s) => [s("_Bool"), info(1), 1, 0x04000008],
    type: { kind: 1, name: "_Bool", size: 1, bits: 8, bitOffset: 0, signed: false, char: false, bool: true },
  },
  { what: "PTR", words: () => [0, info(2), 7], type: { kind: 2, name: "", type: 7 } },
  {
    what: "ARRAY",
    words: () => [0, info(3), 0, 5, 6, 0xffffffff],
    type: { kind: 3, name: "", type: 5, indexType: 6, length: 0xffffffff },
  },
  {
    what: "STRUCT",
    words: (s) => [s("pair"), info(4, 2), 8, s("a"), 1, 0, s("b"), 1, 32],
    type: {
      ...{ kind: 4, name: "pair", size: 8 },
      members: [
        { name: "a", type: 1, bitOffset: 0, bitfieldSize: 0 },
        { name: "b", type: 1, bitOffset: 32, bitfieldSize: 0 },
      ],
    },
  },
  {
    what: "STRUCT with bit fields (kind_flag)",
    words: (s) => [s("bits"), info(4, 2, 1), 4, s("a"), 1, 0x03000000, 0, 1, 0x1d000003],
    type: {
      ...{ kind: 4, name: "bits", size: 4 },
      members: [
        { name: "a", type: 1, bitOffset: 0, bitfieldSize: 3 },
        { name: "", type: 1, bitOffset: 3, bitfieldSize: 29 },
      ],
    },
  },
  {
    what: "UNION, an offset above 24 bits",
    words: (s) => [s("u"), info(5, 1), 0x400000, s("last"), 1, 0x01fffff8],
    type: {
      ...{ kind: 5, name: "u", size: 0x400000 },
      members: [{ name: "last", type: 1, bitOffset: 0x01fffff8, bitfieldSize: 0 }],
    },
  },
  {
    what: "ENUM, unsigned",
    words: (s) => [s("e"), info(6, 1), 4, s("MANY"), 0xffffffff],
    type: { kind: 6, name: "e", size: 4, signed: false, values: [{ name: "MANY", value: 4294967295 }] },
  },
  {
    what: "ENUM, signed",
    words: (s) => [s("e"), info(6, 1, 1), 1, s("LESS"), 0xffffffff],
    type: { kind: 6, name: "e", size: 1, signed: true, values: [{ name: "LESS", value: -1 }] },
  },
  {
    what: "ENUM64, unsigned",
    words: (s) => [s("e"), info(19, 1), 8, s("TOP"), 0xfffffffe, 0x80000000],
    type: {
      ...{ kind: 19, name: "e", size: 8, signed: false },
      values: [{ name: "TOP", value: 0x80000000fffffffen }],
    },
  },
  {
    what: "ENUM64, signed",
    words: (s) => [s("e"), info(19, 1, 1), 8, s("LESS"), 0xfffffffe, 0xffffffff],
    type: { kind: 19, name: "e", size: 8, signed: true, values: [{ name: "LESS", value: -2n }] },
  },
  { what: "FWD, struct", words: (s) => [s("f"), info(7), 0], type: { kind: 7, name: "f", of: "struct" } },
  { what: "FWD, union", words: (s) => [s("f"), info(7, 0, 1), 0], type: { kind: 7, name: "f", of: "union" } },
  { what: "TYPEDEF", words: (s) => [s("t"), info(8), 3], type: { kind: 8, name: "t", type: 3 } },
  { what: "VOLATILE", words: () => [0, info(9), 3], type: { kind: 9, name: "", type: 3 } },
  { what: "CONST", words: () => [0, info(10), 3], type: { kind: 10, name: "", type: 3 } },
  { what: "RESTRICT", words: () => [0, info(11), 3], type: { kind: 11, name: "", type: 3 } },
  {
    what: "FUNC, extern",
    words: (s) => [s("f"), info(12, 2), 3],
    type: { kind: 12, name: "f", type: 3, linkage: "extern" },
  },
  {
    what: "FUNC_PROTO, variadic",
    words: (s) => [0, info(13, 2), 4, s("p"), 5, 0, 0],
    type: {
      ...{ kind: 13, name: "", returnType: 4 },
      parameters: [
        { name: "p", type: 5 },
        { name: "", type: 0 },
      ],
    },
  },
  {
    what: "VAR, static",
    words: (s) => [s("v"), info(14), 3, 0],
    type: { kind: 14, name: "v", type: 3, linkage: "static" },
  },
  {
    what: "DATASEC",
    words: (s) => [s(".data"), info(15, 1), 16, 9, 8, 4],
    type: { kind: 15, name: ".data", size: 16, variables: [{ type: 9, offset: 8, size: 4 }] },
  },
  { what: "FLOAT", words: (s) => [s("double"), info(16), 8], type: { kind: 16, name: "double", size: 8 } },
  {
    what: "DECL_TAG of a declaration",
    words: (s) => [s("tag"), info(17), 3, 0xffffffff],
    type: { kind: 17, name: "tag", type: 3, component: -1, attribute: false },
  },
  {
    what: "DECL_TAG of member 2, an attribute",
    words: (s) => [s("tag"), info(17, 0, 1), 3, 2],
    type: { kind: 17, name: "tag", type: 3, component: 2, attribute: true },
  },
  {
    what: "TYPE_TAG",
    words: (s) => [s("user"), info(18), 3],
    type: { kind: 18, name: "user", type: 3, attribute: false },
  },
];

for (const byteOrder of byteOrders) {
  for (const { what, words, type } of cases) {
    test(`${what}, ${byteOrder}-endian`, () => {
      const btf = parseBtf(madeBtf({ byteOrder, types: (s) => [...words(s), ...int(s("next"))] }));
      assert.is(btf.byteOrder, byteOrder);
      assert.equal(btf.type(1), { id: 1, ...type } as BtfType);
      assert.is(btf.nameOf(2), "next", "the type behind it is found");
      assert.is(btf.typeCount, 3);
      assert.is(btf.kindOf(1), (type as BtfType).kind);
    });
  }
}

test("type 0 is void", () => {
  const btf = parseBtf(madeBtf({ types: (s) => int(s("int")) }));
  assert.equal(btf.type(0), { id: 0, kind: 0, name: "" });
  assert.is(btf.kindOf(0), 0);
  assert.is(btf.nameOf(0), "");
});

test("names of any length and script", () => {
  const names = ["x", "a".repeat(47), "a".repeat(48), "b".repeat(5000), "größe", `${"c".repeat(40)}ü`];
  const btf = parseBtf(madeBtf({ types: (s) => names.flatMap((name) => int(s(name))) }));
  assert.equal(
    Array.from(btf, (type) => type.name),
    names,
  );
});

test("bytes that begin at an odd address", () => {
  const bytes = madeBtf({ types: (s) => int(s("int")) });
  const moved = new Uint8Array(bytes.length + 9);
  moved.fill(0xff).set(bytes, 5);
  const btf = parseBtf(moved.subarray(5, 5 + bytes.length));
  assert.is(btf.type(1).name, "int");
  assert.is(btf.bytes.length, bytes.length);
});

test("a vlen of over 16 bits (kernel 7.1)", () => {
  const many = Array.from({ length: 70_000 }, (_, i) => [0, i]).flat();
  const btf = parseBtf(madeBtf({ types: (s) => [s("e"), info(6, 70_000), 4, ...many, ...int(s("int"))] }));
  const type = btf.type(1);
  assert.is("values" in type && type.values.length, 70_000);
  assert.is(btf.type(2).name, "int");
});

test("what lies in a type is found when it is read", () => {
  const btf = parseBtf(
    madeBtf({
      types: (s) => [
        ...[9999, info(1), 4, 32],
        ...[s("f"), info(12, 3), 0],
        ...[s("v"), info(14), 0, 7],
        ...[s("t"), info(4, 1), 4, 77777, 1, 0],
      ],
    }),
  );
  assert.is(btf.typeCount, 5);
  refusesBtf(() => btf.type(1), /string offset 9999/);
  refusesBtf(() => btf.type(2), /type 2 has unknown linkage 3/, 24 + 16);
  refusesBtf(() => btf.type(3), /type 3 has unknown linkage 7/, 24 + 28);
  refusesBtf(() => btf.type(4), /string offset 77777/);
  for (const id of [5, -1, 1.5, Number.NaN, 2 ** 32]) refusesBtf(() => btf.type(id), /no type/);
  refusesBtf(() => btf.string(-1), /string offset -1/);
});

test.run();
