/** Definitions of the committed objects; expected values are those of their sources in testdata/. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { ElfFile } from "../../src/elf/file.js";
import { readBtfMaps } from "../../src/object/btf-maps.js";
import type { MapSpec } from "../../src/object/spec.js";
import { readObject } from "../objects.js";

const test = suite("BTF map definitions");

function mapsOf(name: string): Record<string, MapSpec> {
  const file = new ElfFile(readObject(name));
  const section = file.section(".BTF");
  const btf = section && parseBtf(file.contents(section), { byteOrder: file.byteOrder });
  const { maps, warnings } = readBtfMaps(file, btf);
  assert.equal(warnings, []);
  return Object.fromEntries(maps.map((map) => [map.name, map]));
}

/** The fields that a definition's numbers go to. */
const numbers = ({ type, keySize, valueSize, maxEntries, flags, mapExtra }: MapSpec) => [
  ...[type, keySize, valueSize, maxEntries, flags],
  mapExtra,
];

for (const order of ["le", "be"]) {
  test(`sizes, types, tags and numbers, ${order}`, () => {
    const maps = mapsOf(`${order}/btf-definitions`);
    assert.equal(Object.keys(maps), [
      ...["typedefed", "sizes_only", "sizes_and_types", "tagged", "on_node", "seven_hashes"],
    ]);
    const { typedefed, sizes_only, sizes_and_types, tagged, on_node, seven_hashes } = maps;
    assert.equal(numbers(typedefed!), [1, 12, 24, 11, 0, 0n]);
    assert.equal(numbers(sizes_only!), [2, 4, 100, 12, 0, 0n]);
    assert.equal(numbers(sizes_and_types!), [1, 12, 5, 13, 0, 0n]);
    assert.equal(numbers(tagged!), [2, 4, 12, 14, 0, 0n]);
    assert.equal(tagged!.tags, ["first", "owner:net"]);
    assert.equal(numbers(on_node!), [1, 4, 4, 15, 5, 0n]);
    assert.is(on_node!.numaNode, 0);
    assert.equal(numbers(seven_hashes!), [30, 0, 8, 16, 0, 7n]);
    for (const map of Object.values(maps)) {
      assert.is(map.definition, "btf");
      assert.is(map.section, ".maps");
      assert.is(map.symbol, map.name);
      assert.is(map.pinning, "none");
    }
  });

  test(`type ids are given where the definition has types, ${order}`, () => {
    const file = new ElfFile(readObject(`${order}/btf-definitions`));
    const btf = parseBtf(file.contents(file.section(".BTF")!));
    const maps = mapsOf(`${order}/btf-definitions`);
    assert.is(btf.nameOf(maps.typedefed!.keyTypeId!), "flow");
    assert.is(btf.sizeOf(maps.typedefed!.valueTypeId!), 24);
    assert.not.ok("keyTypeId" in maps.sizes_only!);
    assert.not.ok("valueTypeId" in maps.sizes_only!);
    assert.not.ok("numaNode" in maps.sizes_only!);
    assert.not.ok("keyTypeId" in maps.seven_hashes!);
  });

  test(`const, volatile and typedef around a definition, ${order}`, () => {
    assert.equal(numbers(mapsOf(`${order}/btf-qualified`).qualified!), [1, 4, 8, 17, 0, 0n]);
  });

  test(`numbers by __ulong, ${order}`, () => {
    assert.equal(numbers(mapsOf(`${order}/btf-ulong`).small!), [30, 0, 4, 21, 0, 3n]);
  });

  test(`maps of maps, ${order}`, () => {
    const { first_inner, outer_array, outer_hash, outer_empty } = mapsOf(`${order}/btf-inner`);
    assert.equal(numbers(first_inner!), [1, 4, 8, 8, 0, 0n]);
    assert.equal(numbers(outer_array!), [12, 4, 4, 4, 0, 0n]);
    assert.is(outer_array!.pinning, "by-name");
    assert.equal(outer_array!.slots, [
      { index: 0, symbol: "first_inner" },
      { index: 3, symbol: "second_inner" },
    ]);
    assert.is(outer_array!.innerMap?.name, "outer_array.inner");
    assert.is(outer_array!.innerMap?.pinning, "none");
    assert.equal(numbers(outer_array!.innerMap!), numbers(first_inner!));
    assert.equal(numbers(outer_hash!), [13, 4, 4, 5, 0, 0n]);
    assert.equal(outer_hash!.slots, [{ index: 1, symbol: "second_inner" }]);
    assert.not.ok("slots" in outer_empty!);
    assert.equal(numbers(outer_empty!.innerMap!), [2, 4, 4, 16, 4096, 0n]);
  });

  test(`program arrays, ${order}`, () => {
    const { jumps } = mapsOf(`${order}/btf-prog-array`);
    assert.equal(numbers(jumps!), [3, 4, 4, 3, 0, 0n]);
    assert.equal(jumps!.slots, [
      { index: 0, symbol: "zero" },
      { index: 2, symbol: "two" },
    ]);
    assert.not.ok("innerMap" in jumps!);
  });

  test(`objects without BTF maps have none, ${order}`, () => {
    for (const name of ["no-maps", "legacy-gobpf", "data-sections"]) {
      assert.equal(mapsOf(`${order}/${name}`), {});
    }
  });
}

test.run();
