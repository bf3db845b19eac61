import { MapFlag, MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compareMap } from "../src/compare.js";
import { kernelName } from "../src/create-map.js";
import { KernelFacts } from "../src/kernel-facts.js";
import { accessOf, ringBufferSize, wantedMap } from "../src/wanted.js";
import { FakeKernel, type FakeKernelOptions } from "./fake-kernel/fake-kernel.js";
import { mapSpec } from "./specs.js";

const test = suite("wanted");

const wanted = (fields: Parameters<typeof mapSpec>[1], options: FakeKernelOptions = {}) =>
  wantedMap(mapSpec("m", fields), new KernelFacts(new FakeKernel(options).calls));

test("ring buffers are rounded up to page size times a power of two", () => {
  // bytes, page size, result
  const table: [number, number, number][] = [
    [0, 4096, 0],
    [1, 4096, 4096],
    [4096, 4096, 4096],
    [4097, 4096, 8192],
    [12288, 4096, 16384],
    [262144, 4096, 262144],
    [100, 16384, 16384],
    [0x8000_0000, 4096, 0x8000_0000],
    [0x8000_0001, 4096, 0x8000_0001],
  ];
  for (const [bytes, page, size] of table) assert.is(ringBufferSize(bytes, page), size);
  assert.is(wanted({ type: MapType.RINGBUF, maxEntries: 5000 }).maxEntries, 8192);
  assert.is(wanted({ type: MapType.USER_RINGBUF, maxEntries: 5000 }, { pageSize: 65536 }).maxEntries, 65536);
  assert.is(wanted({ type: MapType.HASH, maxEntries: 5000 }).maxEntries, 5000);
});

test("a perf array of 0 entries has one for each possible CPU", () => {
  assert.is(wanted({ type: MapType.PERF_EVENT_ARRAY, maxEntries: 0 }, { possibleCpus: 6 }).maxEntries, 6);
  assert.is(wanted({ type: MapType.PERF_EVENT_ARRAY, maxEntries: 3 }, { possibleCpus: 6 }).maxEntries, 3);
});

test("LRU maps without a common list are rounded up to a multiple of the possible CPUs", () => {
  const flags = MapFlag.NO_COMMON_LRU;
  assert.is(wanted({ type: MapType.LRU_HASH, flags, maxEntries: 101 }).maxEntries, 102);
  assert.is(
    wanted({ type: MapType.LRU_PERCPU_HASH, flags, maxEntries: 9 }, { possibleCpus: 8 }).maxEntries,
    16,
  );
  assert.is(wanted({ type: MapType.LRU_HASH, maxEntries: 101 }).maxEntries, 101);
  assert.is(
    wanted({ type: MapType.LRU_HASH, flags, maxEntries: 0xffff_ffff }, { possibleCpus: 2 }).maxEntries,
    0xffff_fffe,
  );
});

test("data maps are mappable only where the kernel knows it", () => {
  const data = { definition: "data", flags: MapFlag.MMAPABLE } as const;
  assert.is(wanted(data).flags, MapFlag.MMAPABLE);
  assert.is(wanted(data, { mmapable: false }).flags, 0);
  assert.is(wanted({ flags: MapFlag.MMAPABLE }, { mmapable: false }).flags, MapFlag.MMAPABLE);
});

test("access flags belong to the fd", () => {
  assert.is(accessOf(MapFlag.RDONLY), "ro");
  assert.is(accessOf(MapFlag.WRONLY | MapFlag.NO_PREALLOC), "wo");
  assert.is(accessOf(MapFlag.RDONLY_PROG), "rw");
  assert.is(accessOf(MapFlag.RDONLY | MapFlag.WRONLY), "rw");
});

const info = (fields: object) =>
  ({
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: 8,
    maxEntries: 1,
    flags: 0,
    mapExtra: 0n,
    id: 1,
    name: "m",
    ...fields,
  }) as Parameters<typeof compareMap>[0];

test("every field that differs is told with both values", () => {
  const pinned = info({
    type: MapType.BLOOM_FILTER,
    keySize: 0,
    valueSize: 4,
    maxEntries: 2,
    flags: 1,
    mapExtra: 3n,
  });
  assert.equal(compareMap(pinned, wanted({})), [
    { field: "type", pinned: "bloom_filter", wanted: "array" },
    { field: "keySize", pinned: 0, wanted: 4 },
    { field: "valueSize", pinned: 4, wanted: 8 },
    { field: "maxEntries", pinned: 2, wanted: 1 },
    { field: "flags", pinned: 1, wanted: 0 },
    { field: "mapExtra", pinned: 3n, wanted: 0n },
  ]);
  assert.equal(compareMap(info({ type: 999 }), wanted({})), [
    { field: "type", pinned: 999, wanted: "array" },
  ]);
});

test("what the kernel adds or leaves out is no difference", () => {
  assert.equal(compareMap(info({}), wanted({ flags: MapFlag.RDONLY })), []);
  assert.equal(compareMap(info({}), wanted({ flags: MapFlag.WRONLY })), []);
  for (const type of [MapType.DEVMAP, MapType.DEVMAP_HASH]) {
    assert.equal(compareMap(info({ type, flags: MapFlag.RDONLY_PROG }), wanted({ type })), []);
  }
  assert.is(compareMap(info({ flags: MapFlag.RDONLY_PROG }), wanted({})).length, 1);
});

test("kernel names are 15 bytes of what the kernel takes", () => {
  assert.is(kernelName("my_objec.rodata"), "my_objec.rodata");
  assert.is(kernelName("a_map_with_a_rather_long_name"), "a_map_with_a_ra");
  assert.is(kernelName("a-b c"), "a_b_c");
  assert.is(kernelName("größe"), "gr____e");
});

test.run();
