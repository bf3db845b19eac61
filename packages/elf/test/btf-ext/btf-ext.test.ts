/** What `.BTF.ext` says, against the C sources and the symbol tables of the same objects, in both byte orders. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type BtfExt, parseBtfExt } from "../../src/btf-ext/btf-ext.js";
import { BtfKind } from "../../src/generated/btf-kind.js";
import { parseObject } from "../../src/object/parse.js";
import type { ObjectSpec } from "../../src/object/spec.js";
import { readObject } from "../objects.js";

const sources = fileURLToPath(new URL("../../../../testdata/", import.meta.url));

function read(name: string): { object: ObjectSpec; ext: BtfExt } {
  const object = parseObject(readObject(name));
  return { object, ext: parseBtfExt(object.btfExt!, object.btf!) };
}

const names = ["fields", "types", "link", "kernel", "kconfig"];

for (const name of names)
  for (const suffix of ["", "-be"]) {
    const { object, ext } = read(`core/${name}${suffix}`);
    const btf = object.btf!;

    test(`${name}${suffix}: each function's information is where its symbol is`, () => {
      let count = 0;
      for (const [section, functions] of ext.functions)
        for (const { offset, typeId } of functions) {
          const type = btf.type(typeId);
          assert.is(type.kind, BtfKind.FUNC);
          const program = object.programs.get(type.name)!;
          assert.equal([program.section, program.sectionOffset], [section, offset], type.name);
          count++;
        }
      assert.is(count, object.programs.size);
    });

    test(`${name}${suffix}: each line's text is that of the source`, () => {
      const files = new Map<string, string[]>();
      let count = 0;
      for (const lines of ext.lines.values())
        for (const { offset, fileName, text, line, column } of lines) {
          const file = btf.string(fileName);
          if (!files.has(file)) files.set(file, readFileSync(sources + file, "utf8").split("\n"));
          assert.is(offset % 8, 0);
          if (line === 0) continue;
          const truth = files.get(file)![line - 1]!;
          assert.is(btf.string(text), truth);
          assert.ok(column <= truth.length + 1);
          count++;
        }
      assert.ok(count >= object.programs.size);
    });
  }

test("the byte orders tell the same", () => {
  for (const name of names) assert.equal(read(`core/${name}-be`).ext, read(`core/${name}`).ext);
});

test("relocations: one for each of the programs that have one, by kind", () => {
  const { object, ext } = read("core/types");
  const kinds: Record<string, number> = { has: 8, siz: 9, loc: 6, id: 7, val: 11 };
  const relocations = ext.relocations.get("socket")!;
  assert.is(relocations.length, object.programs.size);
  for (const { offset, kind, access, typeId } of relocations) {
    const program = [...object.programs.values()].find(
      ({ sectionOffset, instructions }) =>
        offset >= sectionOffset && offset < sectionOffset + instructions.length,
    )!;
    const type = object.btf!.resolve(typeId);
    const isEnumerator = kind === 10 || kind === 11;
    const wanted = kinds[program.name.replace(/^.*_/, "")]!;
    assert.is(kind, isEnumerator && wanted === 8 ? 10 : wanted, program.name);
    assert.ok(isEnumerator ? type.kind === BtfKind.ENUM : access === "0");
  }
});

test("accesses are those of the C expressions", () => {
  const { object, ext } = read("core/fields");
  const accessOf = (name: string): string => {
    const { sectionOffset: from, instructions } = object.programs.get(name)!;
    const found = ext.relocations
      .get("socket")!
      .find(({ offset }) => offset >= from && offset < from + instructions.length);
    return found!.access;
  };
  const member = (name: string): number => {
    const type = object.btf!.find("fields___mine", BtfKind.STRUCT)!;
    return type.members.findIndex((one) => one.name === name);
  };
  assert.is(accessOf("s8_off"), "0:0");
  assert.is(accessOf("in_name_3_off"), `0:${member("in")}:2:3`);
  assert.is(accessOf("matrix_2_4_off"), `0:${member("matrix")}:2:4`);
  assert.is(accessOf("second_u32_off"), `1:${member("u32")}`);
  assert.is(accessOf("flexible_off"), `0:${member("flexible")}:7`);
});

test("every object that has one can be read", () => {
  let read = 0;
  for (const directory of ["le", "be", "load"])
    for (const name of ["pinmap", "programs", "typed-maps", "load-calls", "load-calls-be"]) {
      if (!existsSync(`${sources}objects/${directory}/${name}.o`)) continue;
      const object = parseObject(readObject(`${directory}/${name}`));
      if (object.btfExt === undefined) continue;
      parseBtfExt(object.btfExt, object.btf!);
      read++;
    }
  assert.ok(read >= 4);
});

test.run();
