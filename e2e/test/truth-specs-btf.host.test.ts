/** BTF definitions, data sections and programs of every object against libbpf's reading of the same file. */
import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import type { MapSpec } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readWithLibbpf } from "../src/libbpf-specs.js";
import { readSection } from "../src/llvm.js";
import { buildNative } from "../src/native-program.js";
import { bigEndian, examples, littleEndian, objectName, objectsIn, parseFile } from "../src/objects.js";

const libbpf = buildNative("libbpf-specs", "bpf");

const isLegacy = (path: string) => /^(legacy|gobpf|iproute2)/.test(basename(path));
/** libbpf 1.1 does not know __ulong: its own test below. */
const isUlong = (path: string) => basename(path) === "btf-ulong.o";
const objects = [...objectsIn(littleEndian), ...objectsIn(examples)].filter(
  (path) => !isLegacy(path) && !isUlong(path),
);

/** libbpf repairs ring buffers while it reads; our specs keep what the object says, given here by object and map. */
const rawRingbufs: Record<string, number> = {
  "adapted.odd_ringbuf": 5000,
  "adapted-user-ringbuf.odd_user_ringbuf": 12289,
  "counters.events": 5000,
};

/**
 * Sections whose programs libbpf 1.1 cannot tell: BPF_PROG_TYPE_NETFILTER with BPF_NETFILTER is younger, and an extra
 * after `socket`, which gobpf writes, is refused since 1.0.
 */
const beyondLibbpf: Record<string, { type: number; attachType: number }> = {
  netfilter: { type: 32, attachType: 45 },
  "socket/zero": { type: 1, attachType: 0 },
  "socket/two": { type: 1, attachType: 0 },
};

function asLibbpf(spec: MapSpec) {
  const { type, keySize, valueSize, maxEntries, flags, innerMap } = spec;
  return {
    name: spec.name,
    type,
    keySize,
    valueSize,
    maxEntries,
    flags,
    mapExtra: spec.mapExtra,
    numaNode: spec.numaNode ?? 0,
    pinned: spec.pinning === "by-name",
    keyTypeId: spec.keyTypeId ?? 0,
    valueTypeId: spec.valueTypeId ?? 0,
    ...(innerMap && {
      inner: {
        type: innerMap.type,
        keySize: innerMap.keySize,
        valueSize: innerMap.valueSize,
        maxEntries: innerMap.maxEntries,
        flags: innerMap.flags,
      },
    }),
  };
}

const test = suite("specs of BTF objects, by libbpf");

for (const path of objects) {
  const expected = readWithLibbpf(libbpf, path);
  for (const [name, map] of expected.maps) {
    // No section of the object has it: the loader makes it, as libbpf does when it opens the object.
    if (name.endsWith(".kconfig")) expected.maps.delete(name);
    const raw = rawRingbufs[`${objectName(path)}.${map.name}`];
    if (raw !== undefined) map.maxEntries = raw;
  }
  // The big-endian object has the same source, so libbpf's reading of its little-endian brother holds for it.
  const brother = path.startsWith(littleEndian) ? [join(bigEndian, basename(path))] : [];
  for (const file of [path, ...brother]) {
    const order = file.startsWith(bigEndian) ? "big" : "little";
    const object = parseFile(file);
    test(`${basename(file)} (${order}-endian): ${expected.maps.size} maps`, () => {
      assert.is(object.byteOrder, order);
      const ours = new Map([...object.maps].map(([name, spec]) => [name, asLibbpf(spec)]));
      assert.equal([...ours.keys()].sort(), [...expected.maps.keys()].sort());
      for (const [name, map] of expected.maps) assert.equal(ours.get(name), map, name);
    });
    if (expected.programs.length === 0) continue;
    test(`${basename(file)} (${order}-endian): ${expected.programs.length} programs`, () => {
      const ours = [...object.programs.values()]
        .filter(({ section }) => section !== ".text")
        .map(({ name, section, type, attachType, instructions }) => ({
          name,
          // libbpf tells the name without the sign that the program is not loaded by itself.
          section: section.replace(/^\?/, ""),
          type: type ?? 0,
          attachType: attachType ?? 0,
          instructions: instructions.length / 8,
        }));
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
      const theirs = expected.programs.map((program) => ({ ...program, ...beyondLibbpf[program.section] }));
      assert.equal(ours.sort(byName), theirs.sort(byName));
    });
  }
}

test("numbers written with __ulong are the enums that bpftool prints", () => {
  for (const directory of [littleEndian, bigEndian]) {
    const path = join(directory, "btf-ulong.o");
    const dump = JSON.parse(
      execFileSync("bpftool", ["-j", "btf", "dump", "file", path], { encoding: "utf8" }),
    );
    const values = (dump.types as { kind: string; values?: { name: string; val: number }[] }[])
      .filter(({ kind }) => kind === "ENUM")
      .map(({ values }) => values![0]!);
    const enumValue = (prefix: string) => values.find(({ name }) => name.startsWith(prefix))!.val;
    const map = parseFile(path).maps.get("small")!;
    assert.is(map.maxEntries, enumValue("max_entries"));
    assert.is(map.mapExtra, BigInt(enumValue("map_extra")));
    assert.equal([map.type, map.keySize, map.valueSize], [30, 0, 4]);
  }
});

test("initial slots are those of the sources", () => {
  for (const directory of [littleEndian, bigEndian]) {
    const inner = parseFile(join(directory, "btf-inner.o")).maps;
    assert.equal(inner.get("outer_array")!.slots, [
      { index: 0, symbol: "first_inner" },
      { index: 3, symbol: "second_inner" },
    ]);
    assert.equal(inner.get("outer_hash")!.slots, [{ index: 1, symbol: "second_inner" }]);
    assert.equal(inner.get("outer_empty")!.slots ?? [], []);
    assert.equal(parseFile(join(directory, "btf-prog-array.o")).maps.get("jumps")!.slots, [
      { index: 0, symbol: "zero" },
      { index: 2, symbol: "two" },
    ]);
  }
});

test("contents of data maps are the sections' bytes, as llvm-objcopy extracts them", () => {
  let compared = 0;
  for (const directory of [littleEndian, bigEndian]) {
    for (const name of ["data-sections.o", "data-only-rodata.o"]) {
      const path = join(directory, name);
      for (const spec of parseFile(path).maps.values()) {
        // .bss takes no bytes in the file: no contents, the kernel's zeroes.
        if (spec.section.startsWith(".bss")) assert.is(spec.contents, undefined);
        else
          assert.is(
            Buffer.compare(spec.contents!, readSection(path, spec.section)),
            0,
            `${name} ${spec.name}`,
          );
        compared++;
      }
    }
  }
  assert.is(compared, 16);
});

test.run();
