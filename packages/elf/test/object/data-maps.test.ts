import { test } from "uvu";
import * as assert from "uvu/assert";
import { type MapSpec, parseObject } from "../../src/index.js";
import { info, int, madeBtf } from "../btf/made-btf.js";
import { thrown, type WriterSection, type WriterSymbol, writeElf } from "../elf-writer.js";
import { readObject } from "../objects.js";

const NOBITS = 8;
const RDONLY_PROG = 128;
const MMAPABLE = 1024;
const data = Uint8Array.from([1, 2, 3, 4]);

function maps(sections: WriterSection[], name?: string): MapSpec[] {
  return [...parseObject(writeElf({ sections }), { name }).maps.values()];
}

test("names as libbpf makes them: eight bytes of the object's, the kernel's alphabet", () => {
  const sections: WriterSection[] = [
    { name: ".data", data },
    { name: ".rodata", data },
    { name: ".bss", type: NOBITS, size: 4 },
    { name: ".data.mine", data },
    { name: ".rodata.str1.1", data },
    { name: ".bss.a-b", type: NOBITS, size: 4 },
  ];
  const own = [".data.mine", ".rodata.str1.1", ".bss.a-b"];
  const names = (object?: string) => maps(sections, object).map(({ name }) => name);
  assert.equal(names("my_object_is_long"), ["my_objec.data", "my_objec.rodata", "my_objec.bss", ...own]);
  assert.equal(names("a"), ["a.data", "a.rodata", "a.bss", ...own]);
  assert.equal(names("my-object"), ["my_objec.data", "my_objec.rodata", "my_objec.bss", ...own]);
  assert.equal(names(), [".data", ".rodata", ".bss", ...own]);
  assert.equal(names("größe").slice(0, 1), ["gr____e.data"]);
});

test("an array of one entry, as large as the section", () => {
  const [map] = maps([{ name: ".data", data }]);
  const { definition, type, keySize, valueSize, maxEntries, flags, pinning, symbol, section, contents } =
    map!;
  assert.equal([definition, type, keySize, valueSize, maxEntries, flags], ["data", 2, 4, 4, 1, 0]);
  assert.equal([pinning, symbol, section], ["none", ".data", ".data"]);
  assert.equal([...contents!], [...data]);
});

test(".rodata is read-only for programs; .bss has no contents", () => {
  const [rodata, bss] = maps([
    { name: ".rodata", data },
    { name: ".bss", type: NOBITS, size: 0xffff_ffff },
  ]);
  assert.is(rodata!.flags, RDONLY_PROG);
  assert.is(bss!.valueSize, 0xffff_ffff);
  assert.is("contents" in bss!, false);
});

test("empty sections, and names that only look alike, make no map", () => {
  const none = maps([
    { name: ".data" },
    { name: ".bss", type: NOBITS, size: 0 },
    { name: ".datax", data },
    { name: ".data", type: NOBITS, size: 4 },
    { name: ".rodata.code", flags: 4, data: new Uint8Array(8) },
  ]);
  assert.equal(none, []);
});

test("a size that no map can have", () => {
  const error = thrown(() => maps([{ name: ".bss", type: NOBITS, size: 2 ** 32 }]));
  assert.equal([error.code, error.section], ["ERR_MAP_DEFINITION", ".bss"]);
});

/** Flags of the map of `.data`, whose variables a and b are global. */
function flagsOf(symbols: Omit<WriterSymbol, "section">[], linkage = 1, big = false): number {
  const btf = madeBtf({
    byteOrder: big ? "big" : "little",
    types: (name) => [
      ...int(name("int")),
      ...[name("a"), info(14), 1, linkage],
      ...[name("b"), info(14), 1, linkage],
      ...[name(".data"), info(15, 2), 0, 2, 0, 4, 3, 4, 4],
    ],
  });
  const sections = [
    { name: ".data", data: new Uint8Array(8) },
    { name: ".BTF", data: btf },
  ];
  const placed = symbols.map((symbol) => ({ ...symbol, section: ".data", size: 4 }));
  return parseObject(writeElf({ big, sections, symbols: placed })).maps.get(".data")!.flags;
}

test("mmapable by what libbpf 1.1 opens: a variable that is not static, hidden or internal", () => {
  const [internal, hidden, protectedOne] = [1, 2, 3];
  for (const big of [false, true]) {
    const flags = (a: number, b: number) =>
      flagsOf(
        [
          { name: "a", visibility: a },
          { name: "b", visibility: b, value: 4 },
        ],
        1,
        big,
      );
    assert.is(flags(0, 0), MMAPABLE);
    assert.is(flags(hidden, hidden), 0);
    assert.is(flags(internal, hidden), 0);
    assert.is(flags(hidden, 0), MMAPABLE);
    assert.is(flags(hidden, protectedOne), MMAPABLE);
  }
  assert.is(flagsOf([{ name: "a" }, { name: "b" }], 0), 0);
});

/** Of testdata/data-sections.bpf.c: section, bytes, flags. */
const COMPILED: [string, number, number][] = [
  [".data", 20, MMAPABLE],
  [".rodata", 10, RDONLY_PROG | MMAPABLE],
  [".bss", 72, MMAPABLE],
  [".data.custom", 4, MMAPABLE],
  [".data.hidden", 4, 0],
  [".rodata.x", 8, RDONLY_PROG | MMAPABLE],
  [".bss.late", 8, MMAPABLE],
];

for (const order of ["le", "be"])
  test(`the compiled object (${order}): mmapable where a variable is not static, its DATASEC the value's type`, () => {
    const { maps, btf } = parseObject(readObject(`${order}/data-sections`), { name: "data-sections" });
    const bySection = new Map([...maps.values()].map((map) => [map.section, map]));
    for (const [section, size, flags] of COMPILED) {
      const map = bySection.get(section)!;
      assert.equal([map.valueSize, map.flags], [size, flags], section);
      assert.is(btf!.nameOf(map.valueTypeId!), section);
      assert.is("keyTypeId" in map, false);
    }
    assert.is(maps.size, COMPILED.length);
    assert.ok(maps.has("data_sec.rodata"));
    const packets = new DataView(bySection.get(".data")!.contents!.slice().buffer);
    assert.is(packets.getBigUint64(0, order === "le"), 5n);
  });

test.run();
