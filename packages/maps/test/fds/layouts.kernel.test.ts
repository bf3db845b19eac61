/** The layouts that are written down here, against the types of the running kernel. */
import { readFileSync } from "node:fs";
import { type Btf, BtfKind, MapFlag, MapType, parseBtf } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { kindLayouts } from "../../src/fds/layouts.js";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { type Layout, type LayoutField, type StructLayout, sizeOfLayout } from "../../src/layout/layout.js";

const test = suite("layouts that the kernel's ABI fixes");
const kernel: Btf = parseBtf(readFileSync("/sys/kernel/btf/vmlinux"));
const ofKernel = (name: string): StructLayout =>
  layoutFromBtf(kernel, kernel.findId(name, BtfKind.STRUCT)!) as StructLayout;
const valueLayout = (type: number, valueSize: number, flags = 0): Layout | undefined =>
  kindLayouts({ type, keySize: 4, valueSize, flags }).value;

/** Offsets and sizes of the fields. */
const places = (fields: readonly LayoutField[]): [number, number][] =>
  fields.map(({ offset, layout }) => [offset, sizeOfLayout(layout)]);

for (const [name, layout] of [
  ["bpf_devmap_val", valueLayout(MapType.DEVMAP, 8)],
  ["bpf_devmap_val", valueLayout(MapType.DEVMAP_HASH, 8)],
  ["bpf_cpumap_val", valueLayout(MapType.CPUMAP, 8)],
  [
    "bpf_cgroup_storage_key",
    kindLayouts({ type: MapType.CGROUP_STORAGE, keySize: 16, valueSize: 8, flags: 0 }).key,
  ],
] as const) {
  test(name, () => {
    const struct = layout as StructLayout;
    const real = ofKernel(name);
    assert.equal([struct.name, struct.size], [name, real.size]);
    assert.equal(places(struct.fields), places(real.fields));
  });
}

test("bpf_stack_build_id", () => {
  const { element, length } = valueLayout(MapType.STACK_TRACE, 64, MapFlag.STACK_BUILD_ID) as Layout & {
    kind: "array";
  };
  const real = ofKernel("bpf_stack_build_id");
  const struct = element as StructLayout;
  assert.equal([struct.size, length, struct.fields.length], [real.size, 2, real.fields.length]);
  assert.equal(places(struct.fields), places(real.fields));
  assert.equal(
    struct.fields.map(({ name }) => name),
    real.fields.map(({ name }) => name),
  );
});

test("addresses of stacks, ids, cookies", () => {
  const u64 = { kind: "integer", size: 8, signed: false };
  const u32 = { kind: "integer", size: 4, signed: false };
  assert.equal(valueLayout(MapType.STACK_TRACE, 1016), { kind: "array", element: u64, length: 127 });
  for (const type of [
    MapType.PROG_ARRAY,
    MapType.ARRAY_OF_MAPS,
    MapType.HASH_OF_MAPS,
    MapType.DEVMAP,
    MapType.CPUMAP,
  ]) {
    assert.equal(valueLayout(type, 4), u32);
  }
  for (const type of [MapType.SOCKMAP, MapType.SOCKHASH, MapType.REUSEPORT_SOCKARRAY])
    assert.equal(valueLayout(type, 8), u64);
});

test("other sizes than the ABI's have no layout", () => {
  for (const [type, size] of [
    [MapType.DEVMAP, 12],
    [MapType.CPUMAP, 6],
    [MapType.PROG_ARRAY, 8],
    [MapType.SOCKMAP, 16],
    [MapType.STACK_TRACE, 12],
    [MapType.HASH, 4],
  ] as const) {
    assert.is(valueLayout(type, size), undefined);
  }
  assert.equal(kindLayouts({ type: MapType.ARRAY, keySize: 8, valueSize: 4, flags: 0 }), {});
});

test.run();
