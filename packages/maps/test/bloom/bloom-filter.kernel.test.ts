import { MapType } from "@bpf/elf";
import { mapCreate, mapLookup, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openBloomFilter } from "../../src/bloom/open.js";
import { bpftool, bpftoolJson, hexArguments } from "../bpftool.js";
import { bpfError, mapError, openFds, valueError } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";

const test = suite("bloom filters");
const u32 = { kind: "integer", size: 4, signed: false } as const;
const path = "/sys/fs/bpf/known";
const none = new Uint8Array(0);

test("what we add the kernel finds, and what bpftool adds we find", () => {
  using fd = mapCreate({
    type: MapType.BLOOM_FILTER,
    keySize: 0,
    valueSize: 4,
    maxEntries: 100,
    name: "known",
  });
  objPin(fd, path);
  using filter = openBloomFilter<number>(path, { value: u32 });
  assert.equal(
    [filter.kind, filter.typeName, filter.name, filter.path],
    ["bloom", "bloom_filter", "known", path],
  );
  const value = Uint8Array.of(0x78, 0x56, 0x34, 0x12);
  assert.is(filter.has(0x12345678), false);
  filter.add(0x12345678);
  assert.equal(mapLookup(fd, none, { value }), value);
  bpftool("map", "update", "pinned", path, "value", ...hexArguments(Uint8Array.of(9, 0, 0, 0)));
  assert.is(filter.has(9), true);
  assert.is(bpftoolJson<{ type: string }>("map", "show", "pinned", path).type, "bloom_filter");
});

test("no value that was added is missing, and few others are found", () => {
  const count = 2000;
  using fd = mapCreate({ type: MapType.BLOOM_FILTER, keySize: 0, valueSize: 4, maxEntries: count });
  using filter = openBloomFilter<number>(fd, { value: u32 });
  const values = Array.from({ length: count }, (_, index) => index * 7919);
  assert.is(filter.addAll(values), count);
  assert.ok(values.every((value) => filter.has(value)));
  const others = Array.from({ length: count }, (_, index) => index * 7919 + 1);
  const found = others.filter((value) => filter.has(value)).length;
  // Five hashes on as many entries as it was made for: about 3 in 100.
  assert.ok(found < count / 10, `${found} of ${count} are wrong`);
});

test("the number of hashes", () => {
  for (const [extra, hashes] of [
    [0n, 5],
    [1n, 1],
    [15n, 15],
  ] as const) {
    using fd = mapCreate({
      type: MapType.BLOOM_FILTER,
      keySize: 0,
      valueSize: 4,
      maxEntries: 1,
      mapExtra: extra,
    });
    using filter = openBloomFilter(fd);
    assert.is(filter.hashes, hashes);
  }
});

test("values are typed by the map's own BTF", () => {
  const object = typedMaps();
  using fd = createMap(object, "known");
  using filter = openBloomFilter(fd);
  filter.add({ zone: 3, number: 70_000 });
  assert.is(filter.has({ zone: 3, number: 70_000 }), true);
  assert.is(filter.has({ zone: 4, number: 70_000 }), false);
  // The three bytes of padding are 0.
  assert.ok(mapLookup(fd, none, { value: Uint8Array.of(3, 0, 0, 0, 0x70, 0x11, 1, 0) }));
  assert.throws(() => filter.add({ zone: 256, number: 1 }), valueError("value.zone"));
  assert.throws(() => filter.has({ zone: 1 }), valueError("value.number"));
});

test("without types values are bytes", () => {
  using fd = mapCreate({ type: MapType.BLOOM_FILTER, keySize: 0, valueSize: 4, maxEntries: 1 });
  using filter = openBloomFilter<Uint8Array>(fd);
  filter.add(Uint8Array.of(1, 2, 3, 4));
  assert.is(filter.has(Uint8Array.of(1, 2, 3, 4)), true);
  assert.throws(() => filter.has(new Uint8Array(3)), valueError("value", /4/));
});

test("frozen, closed, another kind", () => {
  using fd = mapCreate({ type: MapType.BLOOM_FILTER, keySize: 0, valueSize: 4, maxEntries: 8 });
  using queue = mapCreate({ type: MapType.QUEUE, keySize: 0, valueSize: 4, maxEntries: 1 });
  const before = openFds();
  const filter = openBloomFilter<number>(fd, { value: u32 });
  filter.add(1);
  filter.freeze();
  assert.throws(() => filter.add(2), bpfError("EPERM", /frozen/));
  assert.throws(
    () => filter.addAll([2]),
    (error: { done?: number }) => error.done === 0 && bpfError("EPERM")(error),
  );
  assert.is(filter.has(1), true);
  filter.close();
  assert.throws(() => filter.has(1), mapError("ERR_MAP_CLOSED"));
  assert.throws(() => openBloomFilter(queue), mapError("ERR_MAP_KIND", /queue.*openQueue\(\)/));
  assert.is(openFds(), before);
});

test.run();
