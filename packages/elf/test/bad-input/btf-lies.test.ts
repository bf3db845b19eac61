import { test } from "uvu";
import * as assert from "uvu/assert";
import { type WriterSymbol, words, writeElf } from "../elf-writer.js";
import { readObject } from "../objects.js";
import { Judge } from "./verdict.js";

const INT = 1;
const PTR = 2;
const ARRAY = 3;
const STRUCT = 4;
const TYPEDEF = 8;
const CONST = 10;
const VAR = 14;
const DATASEC = 15;
const GLOBAL = 1;

const judge = new Judge();
const NAMES = "\0m\0.maps\0type\0int\0loop\0max_entries\0key\0";
const name = (text: string) => NAMES.indexOf(`\0${text}\0`) + 1;

/** A BTF type's first three words: name, kind and vlen, size or type. */
function type(text: string, kind: number, vlen: number, third: number): number[] {
  return [text === "" ? 0 : name(text), (kind << 24) | vlen, third];
}

/** An object whose `.maps` section has the variable `m`, of 32 bytes, and whose BTF is `types`. */
function object(types: number[], big = false): Uint8Array {
  const strings = new TextEncoder().encode(NAMES.padEnd(NAMES.length + ((4 - (NAMES.length % 4)) % 4), "\0"));
  const size = 4 * types.length;
  const magic = big ? [0xeb9f0100] : [0x0001eb9f];
  const header = words([...magic, 24, 0, size, size, strings.length], big);
  const data = Uint8Array.from([...header, ...words(types, big), ...strings]);
  const symbols: WriterSymbol[] = [{ name: "m", section: ".maps", size: 32 }];
  const sections = [
    { name: ".maps", data: new Uint8Array(32) },
    { name: ".BTF", data },
  ];
  return writeElf({ big, sections, symbols });
}

/** Types 1 to 4: int, array of 1 int (its length is the map's type), pointer to it, and what {@link map} adds. */
const base = [...type("int", INT, 0, 4), 32, ...type("", ARRAY, 0, 0), 1, 1, 1, ...type("", PTR, 0, 2)];

/** `base`, then as types 4, 5, 6: a struct with one member `type` of type `member`, its variable, `.maps`. */
function map(member: number, more: number[] = [], variable = 4): number[] {
  return [
    ...base,
    ...[...type("", STRUCT, 1, 32), name("type"), member, 0],
    ...[...type("m", VAR, 0, variable), GLOBAL],
    ...[...type(".maps", DATASEC, 1, 32), 5, 0, 32],
    ...more,
  ];
}

for (const big of [false, true])
  test(`the object that the lies are made from (${big ? "big" : "little"}-endian)`, () => {
    assert.is(
      judge.judge(object(map(3), big), () => "honest"),
      "parsed",
    );
  });

const lies: Record<string, number[]> = {
  "a member's type out of range": map(1000),
  "a member's type near 2^32": map(0xffff_ffff),
  "a variable's type out of range": map(3, [], 77),
  "a typedef of itself": map(3, type("loop", TYPEDEF, 0, 7), 7),
  "typedefs in a circle": map(3, [...type("loop", TYPEDEF, 0, 8), ...type("loop", TYPEDEF, 0, 7)], 7),
  "const of a typedef of it": map(7, [...type("", CONST, 0, 8), ...type("loop", TYPEDEF, 0, 7)]),
  "a pointer to itself as a number": map(7, type("", PTR, 0, 7)),
  "a section of itself": [...base, ...type(".maps", DATASEC, 1, 32), 4, 0, 32],
  "a section with more variables than bytes": [...base, ...type(".maps", DATASEC, 0xffff, 32)],
  "a struct with more members than bytes": [...base, ...type("", STRUCT, 0xffff, 32)],
  "a type of no kind": [...base, ...type("", 31, 0, 0)],
  "half a type": [...base, 0, STRUCT << 24],
  "a name outside the strings": [...base, 0xffff_ff00, TYPEDEF << 24, 1],
  "a variable larger than its section": [...map(3).slice(0, -3), ...[5, 0, 0xffff_ffff]],
  "a variable far outside its section": [...map(3).slice(0, -3), ...[5, 0xffff_fff0, 32]],
};
for (const [what, types] of Object.entries(lies))
  test(what, () => {
    for (const big of [false, true]) judge.judge(object(types, big), () => what);
  });

test("loops and lost ids where the map's definition leads are refused", () => {
  for (const what of [
    "a member's type out of range",
    "a member's type near 2^32",
    "a variable's type out of range",
    "a typedef of itself",
    "typedefs in a circle",
    "const of a typedef of it",
    "a pointer to itself as a number",
    "a section of itself",
    "a section with more variables than bytes",
    "a struct with more members than bytes",
    "half a type",
  ])
    assert.is.not(
      judge.judge(object(lies[what]!), () => what),
      "parsed",
      what,
    );
});

test("arrays of arrays whose size is beyond 2^64", () => {
  const types = [...base];
  // Types 4 to 43: each an array of 2^32 - 1 of the one before.
  for (let id = 4; id < 44; id++) types.push(...type("", ARRAY, 0, 0), id - 1, 1, 0xffff_ffff);
  types.push(...type("", PTR, 0, 43));
  types.push(...type("", STRUCT, 2, 32), name("type"), 3, 0, name("key"), 44, 64);
  types.push(...type("m", VAR, 0, 45), GLOBAL, ...type(".maps", DATASEC, 1, 32), 46, 0, 32);
  assert.is.not(
    judge.judge(object(types), () => "arrays of arrays"),
    "parsed",
  );
});

test("a chain of 200,000 typedefs", () => {
  const count = 200_000;
  const chain: number[] = [];
  for (let at = 0; at < count; at++) chain.push(...type("loop", TYPEDEF, 0, at === count - 1 ? 3 : 8 + at));
  judge.judge(object(map(7, chain)), () => "a long chain");
});

test("every word of a compiled object's BTF", () => {
  for (const order of ["le", "be"]) {
    const bytes = new Uint8Array(readObject(`${order}/pinmap`));
    const view = new DataView(bytes.buffer);
    const little = order === "le";
    const magic = bytes.findIndex(
      (byte, at) => byte === (little ? 0x9f : 0xeb) && bytes[at + 1] === (little ? 0xeb : 0x9f),
    );
    const size = 24 + view.getUint32(magic + 12, little);
    assert.ok(magic > 0 && size > 100 && size < 2000);
    for (let at = magic; at < magic + size; at += 4) {
      const before = view.getUint32(at, little);
      for (const value of [
        0,
        1,
        0xffff,
        0x0400_ffff,
        0x7fff_ffff,
        0xffff_fff8,
        0xffff_ffff,
        before ^ 0x8000_0000,
      ]) {
        view.setUint32(at, value >>> 0, little);
        judge.judge(bytes, () => `${order}/pinmap with ${value} in word ${at} of its BTF`);
      }
      view.setUint32(at, before, little);
    }
  }
});

test.run();
