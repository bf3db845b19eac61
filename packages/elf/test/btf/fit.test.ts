/** What fitting changes, against bytes made by hand; that kernels take the result is for e2e/test to show. */

import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Btf, parseBtf } from "../../src/btf/btf.js";
import { fitBtf, fitTypes } from "../../src/btf/fit.js";
import { type BtfFeatures, oldestBtfFeatures } from "../../src/btf/fit-features.js";
import type { SectionFacts } from "../../src/btf/fit-sections.js";
import { ElfFile } from "../../src/elf/file.js";
import { BtfKind } from "../../src/generated/btf-kind.js";
import { objectPaths, readObject } from "../objects.js";
import { byteOrders, info, int, type MadeBtf, madeBtf } from "./made-btf.js";

const test = suite("fit");

const noSections: SectionFacts = { size: () => undefined, offset: () => undefined };

/** The fitted types as hand-written ones are: words with names in place of string offsets. */
function fitted(types: MadeBtf["types"], features?: BtfFeatures, facts = noSections): (readonly unknown[])[] {
  const results = byteOrders.map((byteOrder) => {
    const btf = parseBtf(fitTypes(parseBtf(madeBtf({ byteOrder, types })), facts, features), { byteOrder });
    return Array.from({ length: btf.typeCount - 1 }, (_, i) => {
      const [name, ...rest] = btf.words(i + 1);
      return [btf.string(name!), ...rest];
    });
  });
  assert.equal(results[0], results[1], "both byte orders alike");
  return results[0]!;
}

test("what a current kernel takes stays as it is", () => {
  const types = fitted((s) => [
    ...int(s("int")),
    ...[s("user"), info(18), 1],
    ...[s("float"), info(16), 4],
    ...[s("e"), info(19, 1, 1), 8, s("A"), 1, 2],
    ...[s("e2"), info(6, 1, 1), 4, s("B"), 1],
    ...[0, info(13, 1), 1, 0, 1],
    ...[s("f"), info(12, 1), 6],
    ...[s("tag"), info(17), 1, 0xffffffff],
    ...[s("v.x"), info(14), 1, 0],
  ]);
  assert.equal(
    types.map(([name, word]) => [name, word]),
    [
      ["int", info(1)],
      ["user", info(18)],
      ["float", info(16)],
      ["e", info(19, 1, 1)],
      ["e2", info(6, 1, 1)],
      ["", info(13, 1)],
      ["f", info(12, 1)],
      ["tag", info(17)],
      ["v.x", info(14)],
    ],
  );
});

test("the oldest kernel gets what it knows, ids unchanged", () => {
  const types = fitted(
    (s) => [
      ...int(s("int")),
      ...[s("user"), info(18), 1],
      ...[s("float"), info(16), 4],
      ...[s("e"), info(19, 1, 1), 8, s("A"), 1, 2],
      ...[s("e2"), info(6, 1, 1), 4, s("B"), 7],
      ...[0, info(13, 2), 1, s("p"), 1, 0, 0],
      ...[s("f"), info(12, 1), 6],
      ...[s("tag"), info(17), 1, 0xffffffff],
      ...[s("p.x"), info(14), 1, 0],
      ...[s(".data"), info(15, 1), 12, 9, 8, 4],
    ],
    oldestBtfFeatures,
  );
  assert.equal(types[1], ["", info(10), 1], "TYPE_TAG is CONST");
  assert.equal(types[2], ["", info(4), 4], "FLOAT is a STRUCT of its size");
  assert.equal(types[3]?.slice(0, 3), ["e", info(5, 1), 8], "ENUM64 is a UNION of its size");
  assert.equal(types[3]?.slice(4), [13, 0], "whose member is the placeholder");
  assert.equal(types[4]?.slice(0, 3), ["e2", info(6, 1), 4], "ENUM loses its sign");
  assert.equal(types[5]?.slice(0, 3), ["", info(6, 2), 4], "FUNC_PROTO is ENUM");
  assert.equal(types[6], ["f", info(8), 6], "FUNC is TYPEDEF");
  assert.equal(types[7], ["tag", info(1), 1, 8], "DECL_TAG is INT");
  assert.equal(types[8], ["p.x", info(1), 1, 8], "VAR is INT");
  assert.equal(types[9]?.slice(0, 3), ["_data", info(4, 1), 12], "DATASEC is STRUCT");
  assert.equal(types[9]?.slice(4), [9, 64], "whose offsets count bits");
  assert.equal(types[12], ["enum64_placeholder", info(1), 1, 8]);
  assert.is(types.length, 13);
});

test("static functions only", () => {
  const types = fitted((s) => [...[0, info(13), 0], ...[s("f"), info(12, 1), 1]], { func: "static" });
  assert.equal(types[1], ["f", info(12), 1]);
});

test("sections are filled from the ELF, sorted, without what has no bytes here", () => {
  const facts: SectionFacts = {
    size: (section) => (section === ".data" ? 24 : undefined),
    offset: (section, variable) => (section === ".data" && variable === "global" ? 16 : undefined),
  };
  const types = fitted(
    (s) => [
      ...int(s("int")),
      ...[s("global"), info(14), 1, 1],
      ...[s("static"), info(14), 1, 0],
      ...[s("empty"), info(14), 1, 1],
      ...[s("elsewhere"), info(14), 1, 2],
      ...[s("unknown"), info(14), 1, 1],
      ...[s(".data"), info(15, 5), 0, 2, 0, 4, 3, 8, 4, 4, 0, 0, 5, 0, 4, 6, 0, 4],
      ...[s(".absent"), info(15, 1), 0, 2, 0, 4],
    ],
    {},
    facts,
  );
  assert.equal(types[6], [".data", info(15, 2), 24, 3, 8, 4, 2, 16, 4]);
  assert.equal(types[7], ["", info(4), 0], "a section that is not in the ELF cannot be a DATASEC");
  assert.equal(types[4], ["elsewhere", info(14), 1, 1], "extern becomes global");
});

test("a section that a linker filled is taken as it is", () => {
  const types = fitted((s) => [
    ...int(s("int")),
    ...[s("a"), info(14), 1, 1],
    ...[s("b"), info(14), 1, 1],
    ...[s(".bss"), info(15, 2), 12, 3, 8, 4, 2, 0, 4],
  ]);
  assert.equal(types[3], [".bss", info(15, 2), 12, 2, 0, 4, 3, 8, 4]);
});

test("externs of .ksyms and .kconfig get places, functions a variable in their stead", () => {
  const types = fitted((s) => [
    ...int(s("int")),
    ...[s("CONFIG"), info(14), 1, 2],
    ...[0, info(13, 1), 1, 0, 1],
    ...[s("kfunc"), info(12, 2), 3],
    ...[s("name"), info(14), 7, 2],
    ...[0, info(3), 0, 1, 1, 5],
    ...[0, info(2), 0],
    ...[s(".ksyms"), info(15, 2), 0, 4, 0, 0, 5, 0, 4],
    ...[s(".kconfig"), info(15, 2), 0, 2, 0, 4, 5, 0, 8],
  ]);
  assert.equal(types[1], ["CONFIG", info(14), 1, 1]);
  assert.equal(types[3], ["kfunc", info(12, 1), 3]);
  assert.is.not(types[2]?.[3], 0, "its prototype's parameter has a name");
  const dummy = types.findIndex(([name]) => name === "dummy_ksym") + 1;
  assert.equal(types[dummy - 1]?.slice(1), [info(14), 10, 1]);
  assert.equal(types[7], [".ksyms", info(15, 2), 8, dummy, 0, 4, dummy, 4, 4]);
  assert.equal(types[8], [".kconfig", info(15, 2), 12, 5, 0, 8, 2, 8, 4], "as libbpf lays them out");
});

test("names that the kernel refuses are replaced", () => {
  const types = fitted((s) => [
    ...[s("&u8"), info(2), 0],
    ...[s("Option<u32>"), info(4), 0],
    ...[s("1st"), info(8), 0],
    ...[s("f.llvm.7"), info(12, 1), 5],
    ...[0, info(13, 1), 0, s("r#type"), 1],
  ]);
  assert.equal(
    types.map(([name]) => name),
    ["", "Option_u32_", "_st", "f.llvm.7", ""],
  );
  const btf = parseBtf(
    fitTypes(parseBtf(madeBtf({ types: (s) => [0, info(13, 1), 0, s("r#type"), 0] })), noSections),
  );
  const prototype = btf.type(1);
  assert.equal("parameters" in prototype && prototype.parameters, [{ name: "r_type", type: 0 }]);
});

test("section names before 6.11", () => {
  const types: MadeBtf["types"] = (s) => [
    ...int(s("int")),
    ...[s("a"), info(14), 1, 1],
    ...[s("?maps/my map"), info(15, 1), 4, 2, 0, 4],
  ];
  assert.is(fitted(types)[2]?.[0], "?maps/my map");
  assert.is(fitted(types, { sectionNames: false })[2]?.[0], "_maps_my_map");
  assert.is(fitted(types, oldestBtfFeatures)[2]?.[0], "_maps_my_map");
});

test("layouts and unknown kinds are left out", () => {
  const layout = Array.from({ length: 21 }, () => [0, 0] as [number, number]);
  layout[20] = [8, 0];
  const bytes = madeBtf({ layout, types: (s) => [s("new"), info(20), 1, 2, 3, ...int(s("int"))] });
  const fit = fitTypes(parseBtf(bytes), noSections);
  assert.is(new DataView(fit.buffer).getUint32(4, true), 24);
  const btf = parseBtf(fit);
  assert.equal(btf.type(1), { id: 1, kind: BtfKind.STRUCT, name: "", size: 0, members: [] });
  assert.is(btf.nameOf(2), "int");
});

function open(bytes: Uint8Array): { bytes: Uint8Array; btf?: Btf } {
  const file = new ElfFile(bytes);
  const section = file.section(".BTF");
  return section ? { bytes, btf: parseBtf(file.contents(section)) } : { bytes };
}

for (const order of ["le", "be"] as const) {
  test(`data sections of an object, ${order}`, () => {
    const object = open(readObject(`${order}/data-sections`));
    const btf = parseBtf(fitBtf(object)!, { byteOrder: object.btf!.byteOrder });
    const sections = Array.from(btf).filter((type) => type.kind === BtfKind.DATASEC);
    const layout = sections.map((section) => [
      ...[section.name, section.size],
      section.variables.map(({ type, offset, size }) => `${btf.nameOf(type)} ${offset}+${size}`),
    ]);
    // llvm-readelf -S and -s on the object give the same sizes and values.
    assert.equal(layout, [
      [".bss", 72, ["dropped 0+8", "seen 8+64"]],
      [".bss.late", 8, ["late 0+8"]],
      [".data", 20, ["packets 0+8", "limits 8+12"]],
      [".data.custom", 4, ["custom 0+4"]],
      [".data.hidden", 4, ["hidden 0+4"]],
      [".rodata", 10, ["threshold 0+4", "greeting 4+6"]],
      [".rodata.x", 8, ["extra 0+8"]],
      ["license", 4, ["_license 0+4"]],
    ]);
  });

  test(`ids of maps' types hold in every object, ${order}`, () => {
    for (const path of objectPaths(order)) {
      const object = open(readFileSync(path));
      const fit = fitBtf(object, oldestBtfFeatures);
      assert.is(fit === undefined, object.btf === undefined, path);
      if (fit === undefined || object.btf === undefined) continue;
      const btf = parseBtf(fit, { byteOrder: object.btf.byteOrder });
      for (const type of object.btf) {
        if (type.kind === BtfKind.STRUCT) assert.equal(btf.type(type.id), type, path);
        assert.is(
          btf.kindOf(type.id) > BtfKind.RESTRICT,
          false,
          `${path}: type ${type.id} of kind ${type.kind}`,
        );
      }
    }
  });
}

test("filled in place or made anew, type by type: the same types", () => {
  let inPlace = 0;
  for (const order of ["le", "be"] as const) {
    for (const path of objectPaths(order)) {
      const object = open(readFileSync(path));
      if (object.btf === undefined) continue;
      const { byteOrder } = object.btf;
      const fit = fitBtf(object)!;
      // No object has a section name that this changes, but it takes the long way.
      const anew = fitBtf(object, { sectionNames: false })!;
      assert.equal([...parseBtf(fit, { byteOrder })], [...parseBtf(anew, { byteOrder })], path);
      if (fit.length === object.btf.bytes.length) inPlace++;
    }
  }
  assert.ok(inPlace > 10, `${inPlace} objects were filled in place`);
});

test("the input is not changed", () => {
  const bytes = Uint8Array.from(readObject("le/data-sections"));
  const before = bytes.slice();
  fitBtf(open(bytes), oldestBtfFeatures);
  fitBtf(open(bytes));
  assert.equal(bytes, before);
});

test.run();
