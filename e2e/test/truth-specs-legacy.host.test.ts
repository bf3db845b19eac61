/**
 * Legacy definitions of every object against the loaders' own structs: llvm-readelf finds the symbols, llvm-objcopy
 * cuts the bytes out, a C program reads them.
 */
import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import type { MapSpec, Pinning } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type LlvmSymbol, readSection, readSymbols } from "../src/llvm.js";
import { buildNative } from "../src/native-program.js";
import { bigEndian, examples, littleEndian, objectsIn, parseFile } from "../src/objects.js";

const reader = buildNative("legacy-definition");

type Layout = "libbpf" | "aya" | "iproute2" | "gobpf";
const sizes: Record<Layout, number> = { libbpf: 20, aya: 28, iproute2: 36, gobpf: 280 };

/** The struct that each source declares its maps with. */
const layouts: [pattern: RegExp, layout: Layout][] = [
  [/^(legacy-libbpf|legacy-padded|legacy-with-btf)/, "libbpf"],
  [/^legacy-aya/, "aya"],
  [/^legacy-iproute2-2016/, "aya"], // the fields of iproute2's older struct are aya's
  [/^(legacy-iproute2|iproute2)/, "iproute2"],
  [/^(legacy-gobpf|gobpf)/, "gobpf"],
];

function layoutOf(object: string, symbol: string): Layout {
  if (object === "legacy-two-layouts.o") {
    return ({ by_tc: "iproute2", by_gobpf: "gobpf", by_libbpf: "libbpf" } as Record<string, Layout>)[symbol]!;
  }
  return layouts.find(([pattern]) => pattern.test(object))![1];
}

/** The words of enum values in the loaders' headers. */
function pinningOf(definition: MapSpec["definition"], value: string): Pinning {
  if (definition === "libbpf") return "none";
  if (definition === "aya") return value === "1" ? "by-name" : "none";
  const scopes: Record<string, Pinning> = { 0: "none", 1: "object", 2: "global" };
  if (definition === "gobpf") scopes[3] = "custom";
  return scopes[value] ?? { id: Number(value) };
}

function readDefinition(path: string, symbol: LlvmSymbol, order: "le" | "be") {
  const layout = layoutOf(basename(path), symbol.name);
  const bytes = readSection(path, symbol.section).subarray(symbol.value, symbol.value + sizes[layout]);
  const words = execFileSync(reader, [layout, order], { input: bytes, encoding: "utf8" }).trim().split(" ");
  const [type, keySize, valueSize, maxEntries, flags] = words.slice(0, 5).map(Number);
  const [pinning, id, innerId, innerIdx, namespace] = words.slice(5) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    fields: { type, keySize, valueSize, maxEntries, flags },
    pinning,
    id,
    innerId,
    innerIdx,
    namespace,
  };
}

const isLegacy = (path: string) => /^(legacy|gobpf|iproute2)/.test(basename(path));
const test = suite("specs of legacy objects, by the loaders' structs");

for (const path of [littleEndian, bigEndian, examples].flatMap(objectsIn).filter(isLegacy)) {
  const order = path.startsWith(bigEndian) ? "be" : "le";
  test(`${basename(path)} (${order})`, () => {
    const object = parseFile(path);
    const symbols = readSymbols(path).filter(
      ({ section, binding }) => binding === "GLOBAL" && /^maps(\/|$)/.test(section),
    );
    assert.is(object.maps.size, symbols.length);
    const read = symbols.map((symbol) => ({ symbol, ...readDefinition(path, symbol, order) }));
    for (const { symbol, fields, pinning, innerId, namespace } of read) {
      const name = symbol.section === "maps" ? symbol.name : symbol.section.slice("maps/".length);
      const spec = object.maps.get(name)!;
      const { type, keySize, valueSize, maxEntries, flags, symbol: symbolName, section } = spec;
      assert.equal({ type, keySize, valueSize, maxEntries, flags }, fields, name);
      assert.equal({ symbolName, section }, { symbolName: symbol.name, section: symbol.section });
      assert.equal(spec.pinning, pinningOf(spec.definition, pinning), `${name}: pinning`);
      assert.is(spec.namespace, namespace === "-" ? undefined : namespace, `${name}: namespace`);
      assert.is(spec.mapExtra, 0n);
      const isOuter = type === 12 || type === 13;
      const template = read.find(({ id }) => isOuter && id === innerId);
      assert.is(spec.innerMap !== undefined, template !== undefined, `${name}: inner map`);
      if (template === undefined) continue;
      const inner = spec.innerMap!;
      assert.equal(
        [inner.type, inner.keySize, inner.valueSize, inner.maxEntries, inner.flags],
        Object.values(template.fields),
      );
      const slot = Number(template.innerIdx) | 0;
      assert.equal(spec.slots ?? [], slot < 0 ? [] : [{ index: slot, symbol: template.symbol.name }]);
    }
  });
}

test("each layout's name is the loader's", () => {
  const definitions = (name: string) =>
    [...parseFile(join(littleEndian, name)).maps.values()].map(({ definition }) => definition);
  assert.equal(definitions("legacy-two-layouts.o").sort(), ["gobpf", "iproute2", "libbpf"]);
  assert.equal(definitions("legacy-iproute2-2016.o"), ["iproute2"]);
  assert.equal(definitions("legacy-padded.o"), ["libbpf", "libbpf", "libbpf"]);
  assert.equal(definitions("legacy-aya.o"), ["aya", "aya", "aya"]);
});

test("license and version are the sections' bytes", () => {
  const { license, version } = parseFile(join(littleEndian, "legacy-libbpf.o"));
  assert.equal([license, version], ["GPL", 0x060100]);
  assert.equal(parseFile(join(bigEndian, "legacy-libbpf.o")).version, 0x060100);
  assert.is(parseFile(join(littleEndian, "legacy-libbpf-sections.o")).license, "Dual MIT/GPL");
  assert.is(parseFile(join(littleEndian, "legacy-gobpf.o")).license, "");
});

test.run();
