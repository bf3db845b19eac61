/**
 * Every object of testdata that defines maps, all of its maps pinned: created, reused with the same ids, unpinned; and
 * what the kernel then says of the ones that loaders adapt or fill.
 */
import { release } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { MapType } from "@bpf/elf";
import { type PinnedMaps, unpinMaps } from "@bpf/pinning";
import { mapInfo, mapLookup, mapNextId, mapUpdate, objGet, pageSize, possibleCpus } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs, entries } from "../src/bpffs.js";
import { kernelNames } from "../src/kernel-version.js";
import { openPinned, pathsForAll } from "../src/load-whole.js";
import { littleEndian, objectsIn, parseFile } from "../src/objects.js";

const open = (name: string): PinnedMaps => openPinned(parseFile(join(littleEndian, name)));

/** A key or an index, as the host's u32. */
const u32 = (value: number): Uint8Array => new Uint8Array(new Uint32Array([value]).buffer);
const asU32 = (bytes: Uint8Array | undefined): number | undefined =>
  bytes && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

/** The map's info by way of its pin. */
function infoOf(maps: PinnedMaps, name: string) {
  using fd = objGet(maps.get(name)!.path!);
  return mapInfo(fd);
}

/** The errno name of a call that must fail. */
function errnoOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
  return "no error";
}

/**
 * Waits until no map has one of these ids: the kernel frees what an outer map held from a work queue. The list of ids
 * is asked instead of a descriptor, since each close of a program array's last descriptor takes a reference that the
 * kernel loses when its work queue is still busy with the one before.
 */
async function goneFromKernel(ids: number[]): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (const id of ids) {
    while (mapNextId(id - 1) === id) {
      assert.ok(Date.now() < deadline, `map ${id} is still there`);
      await setTimeout(20);
    }
  }
}

/** Objects of which some map is of a type that old kernels lack. */
const typeNeeded: Record<string, string> = {
  "adapted-user-ringbuf.o": "BPF_MAP_TYPE_USER_RINGBUF",
  "btf-definitions.o": "BPF_MAP_TYPE_BLOOM_FILTER",
  "btf-ulong.o": "BPF_MAP_TYPE_BLOOM_FILTER",
};

/** Types of the map-type-* objects have a suite of their own; these variants of pinmap are no maps for any kernel. */
const elsewhere = /^(map-type-.*|pinmap-other-(key-size|map-extra|all))\.o$/;
const files = objectsIn(littleEndian).filter(
  (path) => !elsewhere.test(basename(path)) && parseFile(path).maps.size > 0,
);

const test = suite(`map definitions on Linux ${release()}`);
test.before.each(emptyBpffs);

for (const path of files) {
  const name = basename(path);
  const object = parseFile(path);
  const needed = typeNeeded[name];
  const known = needed === undefined || kernelNames(needed);
  test(`${name}: ${known ? "created, reused, unpinned" : `refused, ${needed} is unknown to this kernel`}`, async () => {
    if (!known) {
      assert.throws(() => openPinned(object), /EINVAL/);
      assert.equal(entries(), []);
      return;
    }
    const ids = new Map<string, number>();
    {
      using maps = openPinned(object);
      for (const [map, { id, outcome }] of maps.maps) {
        assert.is(outcome, "created", map);
        ids.set(map, id);
      }
      assert.equal([...ids.keys()].sort(), [...object.maps.keys()].sort());
    }
    {
      using maps = openPinned(object);
      const again = [...maps.maps].map(([map, { id, outcome }]) => [map, id, outcome]);
      assert.equal(
        again,
        [...ids].map(([map, id]) => [map, id, "reused"]),
      );
    }
    const report = unpinMaps(object, {
      namespace: "given",
      pinTable: { 3: "table" },
      paths: pathsForAll(object),
    });
    assert.equal([report.removed.length, report.failed], [ids.size, []]);
    assert.equal(
      entries().filter((entry) => entry !== "tc"),
      [],
    );
    await goneFromKernel([...ids.values()]);
  });
}

test("sizes that the kernel would refuse are made fit", () => {
  const pages = pageSize();
  using maps = open("adapted.o");
  // 5,000 bytes: two pages of 4 KB, one of anything larger.
  assert.is(infoOf(maps, "odd_ringbuf").maxEntries, Math.max(8192, pages));
  assert.is(infoOf(maps, "perf_of_zero").maxEntries, possibleCpus());
  for (const [name, wanted] of [
    ["lru_per_cpu", 101],
    ["lru_values_per_cpu", 103],
  ] as const) {
    const { maxEntries } = infoOf(maps, name);
    assert.is(maxEntries % possibleCpus(), 0, name);
    assert.ok(maxEntries >= wanted && maxEntries < wanted + possibleCpus(), `${name}: ${maxEntries} entries`);
  }
});

test("BPF_F_RDONLY and BPF_F_WRONLY hold for our descriptors, created and reused", () => {
  for (const outcome of ["created", "reused"]) {
    using maps = open("map-flags.o");
    const [rdonly, wronly] = [maps.get("rdonly"), maps.get("wronly")];
    assert.equal([rdonly!.outcome, wronly!.outcome], [outcome, outcome]);
    assert.equal(mapLookup(rdonly!.fd, u32(0)), new Uint8Array(8));
    assert.is(
      errnoOf(() => mapUpdate(rdonly!.fd, u32(0), new Uint8Array(8))),
      "EPERM",
    );
    mapUpdate(wronly!.fd, u32(0), new Uint8Array(8));
    assert.is(
      errnoOf(() => mapLookup(wronly!.fd, u32(0))),
      "EPERM",
    );
  }
});

test("initial slots of maps of maps hold the maps that the object names", () => {
  using maps = open("btf-inner.o");
  const id = (name: string) => maps.get(name)!.id;
  const slot = (name: string, index: number) => asU32(mapLookup(maps.get(name)!.fd, u32(index)));
  assert.equal(
    [0, 1, 2, 3].map((index) => slot("outer_array", index)),
    [id("first_inner"), undefined, undefined, id("second_inner")],
  );
  assert.equal([slot("outer_hash", 1), slot("outer_hash", 0)], [id("second_inner"), undefined]);
  assert.is(slot("outer_empty", 0), undefined);
});

test("inner_idx of iproute2's layout is the slot", () => {
  using maps = open("legacy-iproute2-inner.o");
  const slot = (index: number) => asU32(mapLookup(maps.get("outer_array")!.fd, u32(index)));
  assert.equal([0, 1, 2, 3].map(slot), [undefined, undefined, maps.get("inner_slot")!.id, undefined]);
});

test("initial slots of a program array hold the programs", () => {
  using maps = open("btf-prog-array.o");
  const { fd, spec } = maps.get("jumps")!;
  assert.is(spec.type, MapType.PROG_ARRAY);
  const filled = [0, 1, 2].map((index) => asU32(mapLookup(fd, u32(index))) !== undefined);
  assert.equal(filled, [true, false, true]);
});

test("data maps hold their sections' bytes, and .rodata is frozen", () => {
  using maps = open("data-sections.o");
  const value = (name: string) => mapLookup(maps.get(name)!.fd, u32(0))!;
  // packets = 5, limits = {1, 2, 3}; threshold = 77, "hello"; custom = 0xc0ffee; from data-sections.bpf.c.
  assert.equal([...value("data_sec.data")], [5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
  assert.equal([...value("data_sec.rodata")], [77, 0, 0, 0, ...Buffer.from("hello\0")]);
  assert.is(asU32(value(".data.custom")), 0xc0ffee);
  assert.equal(value("data_sec.bss"), new Uint8Array(72));
  for (const name of ["data_sec.rodata", ".rodata.x"]) {
    assert.is(
      errnoOf(() => mapUpdate(maps.get(name)!.fd, u32(0), value(name))),
      "EPERM",
    );
  }
  mapUpdate(maps.get("data_sec.data")!.fd, u32(0), new Uint8Array(20));
});

test("a reused data map keeps its contents", () => {
  {
    using maps = open("data-sections.o");
    mapUpdate(maps.get(".data.custom")!.fd, u32(0), u32(7));
  }
  using maps = open("data-sections.o");
  assert.is(asU32(mapLookup(maps.get(".data.custom")!.fd, u32(0))), 7);
});

test("names that agree in the kernel's 15 bytes are two maps", () => {
  using maps = open("long-names.o");
  const [one, two] = [...maps.maps.values()];
  assert.is.not(one!.id, two!.id);
  assert.is(infoOf(maps, one!.spec.name).name, "a_map_with_a_ra");
  assert.is(infoOf(maps, two!.spec.name).name, "a_map_with_a_ra");
});

test("the NUMA node and the bloom filter's hashes reach the kernel", () => {
  if (!kernelNames("BPF_MAP_TYPE_BLOOM_FILTER")) return;
  using maps = open("btf-definitions.o");
  assert.is(infoOf(maps, "seven_hashes").mapExtra, 7n);
  assert.is(infoOf(maps, "on_node").flags & 4, 4);
});

test("it is the definition's node that the kernel is given: it refuses one that no machine has", () => {
  if (!kernelNames("BPF_MAP_TYPE_BLOOM_FILTER")) return;
  const object = parseFile(join(littleEndian, "btf-definitions.o"));
  const spec = object.maps.get("on_node")!;
  const on = (numaNode: number) => ({ ...object, maps: new Map([["on_node", { ...spec, numaNode }]]) });
  // MAX_NUMNODES is 1 << 10 at the most.
  const end = errnoOf(() => openPinned(on(1 << 20)));
  assert.is(end, "ERR_PIN_SYSTEM");
  openPinned(on(0)).close();
});

test.run();
