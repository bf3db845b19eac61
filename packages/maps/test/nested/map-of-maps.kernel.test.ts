import { MapType } from "@bpf/elf";
import { type BpfFd, type MapElements, mapCreate, mapFromId, mapInfo, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { MapOfMaps } from "../../src/nested/map-of-maps.js";
import { openMapOfMaps } from "../../src/nested/open.js";
import { openCore } from "../../src/open/core.js";
import { openQueue } from "../../src/queue/open.js";
import { bpftool, bpftoolJson, hexArguments, hexBytes } from "../bpftool.js";
import { bpfError, mapError, openFds, valueError } from "../errors.js";
import { typedMaps } from "../object-maps.js";

const test = suite("maps of maps");
const u32 = { kind: "integer", size: 4, signed: false } as const;
const u64 = { kind: "integer", size: 8, signed: false } as const;
const inner = { type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 8 };
const room = (name: string): BpfFd => mapCreate({ ...inner, name });
const layouts = { inner: { key: u32, value: u64 } };
const index = (n: number): Uint8Array => new Uint8Array(Uint32Array.of(n).buffer);

function make(type: number, keySize: number, maxEntries = 4): BpfFd {
  using template = room("template");
  return mapCreate({ type, keySize, valueSize: 4, maxEntries, innerMap: template, name: "outer" });
}

const kinds = [
  ["array_of_maps", MapType.ARRAY_OF_MAPS],
  ["hash_of_maps", MapType.HASH_OF_MAPS],
] as const;

for (const [name, type] of kinds) {
  const key = u32;

  test(`${name}: maps that we set are bpftool's, and the other way round`, () => {
    const path = `/sys/fs/bpf/${name}`;
    using fd = make(type, 4);
    objPin(fd, path);
    using outer = openMapOfMaps<number, number, bigint>(path, { key, ...layouts });
    assert.equal([outer.kind, outer.typeName, outer.path], ["map-of-maps", name, path]);
    {
      using first = room("first");
      using typed = openMap<number, bigint>(first, layouts.inner);
      typed.set(7, 70n);
      outer.set(2, typed);
      assert.is(outer.idOf(2), mapInfo(first).id);
    }
    // Its descriptors are closed: the outer map keeps it.
    const id = index(outer.idOf(2)!);
    const printed = bpftoolJson<object>("map", "lookup", "pinned", path, "key", ...hexArguments(index(2)));
    assert.ok(JSON.stringify(printed).includes(JSON.stringify(hexBytes(id))), JSON.stringify(printed));
    using got = outer.get(2)!;
    assert.equal([...[7, 8].map((k) => got.get(k))], [70n, undefined]);
    assert.is(got.name, "first");

    using second = room("second");
    objPin(second, `${path}_second`);
    const target = ["key", ...hexArguments(index(0)), "value", "pinned", `${path}_second`];
    bpftool("map", "update", "pinned", path, ...target);
    assert.is(outer.idOf(0), mapInfo(second).id);
    using opened = outer.get(0)!;
    opened.set(1, 2n);
    using again = openMap<number, bigint>(second, layouts.inner);
    assert.is(again.get(1), 2n);
    assert.is(outer.has(0), true);
    assert.is(outer.has(1), false);
  });

  test(`${name}: entries are keys and ids, without empty slots`, () => {
    using fd = make(type, 4);
    using outer = openMapOfMaps<number>(fd, { key });
    using a = room("a");
    using b = room("b");
    outer.set(3, a).set(1, b);
    const sorted = [...outer].sort(([x], [y]) => x - y);
    assert.equal(sorted, [
      [1, mapInfo(b).id],
      [3, mapInfo(a).id],
    ]);
    assert.is(outer.count(), 2);
    assert.is(outer.clear(), 2);
    assert.equal([...outer.entries()], []);
    assert.is(outer.clear(), 0);
  });

  test(`${name}: deleting, absent keys, keys past the end`, () => {
    using fd = make(type, 4);
    using outer = openMapOfMaps<number>(fd, { key });
    using a = room("a");
    outer.set(0, a);
    assert.is(outer.delete(0), true);
    assert.is(outer.delete(0), false);
    assert.equal(
      [outer.get(0), outer.open(0), outer.idOf(0), outer.has(0)],
      [undefined, undefined, undefined, false],
    );
    assert.is(outer.get(99), undefined);
    if (type === MapType.ARRAY_OF_MAPS) {
      assert.throws(() => outer.set(99, a), bpfError("E2BIG"));
      assert.throws(() => outer.delete(99), bpfError("E2BIG"));
      assert.throws(() => outer.set(0, a, "create"), bpfError("EINVAL", /no create or update/));
    } else {
      outer.set(99, a, "create");
      assert.throws(() => outer.set(99, a, "create"), bpfError("EEXIST"));
      assert.throws(() => outer.set(5, a, "update"), bpfError("ENOENT"));
    }
  });

  test(`${name}: a map that is not like the others, or no map`, () => {
    using fd = make(type, 4);
    using outer = openMapOfMaps<number>(fd, { key });
    for (const attr of [{ valueSize: 4 }, { keySize: 8 }, { type: MapType.LRU_HASH }, { flags: 1 }]) {
      using other = mapCreate({ ...inner, ...attr });
      assert.throws(() => outer.set(0, other), bpfError("EINVAL", /an inner map needs the type, key size/));
    }
    using larger = mapCreate({ ...inner, maxEntries: 9 });
    outer.set(0, larger);
    assert.throws(() => outer.set(1, "inner" as never), valueError("value"));
    assert.throws(() => outer.set(1, 4_294_967_295), bpfError("ENOENT", /id/));
    assert.is(outer.has(1), false);
    outer.set(1, mapInfo(larger).id);
    assert.is(outer.idOf(1), mapInfo(larger).id);
  });
}

test("what is got stays that map when the slot gets another one", () => {
  using fd = make(MapType.ARRAY_OF_MAPS, 4);
  using outer = openMapOfMaps<number, number, bigint>(fd, layouts);
  {
    using old = room("old");
    outer.set(0, old);
  }
  using got = outer.get(0)!;
  using replacement = room("new");
  outer.set(0, replacement);
  got.set(1, 1n);
  assert.is(got.name, "old");
  using now = outer.get(0)!;
  assert.equal([now.name, now.get(1)], ["new", undefined]);
});

/** A map of maps whose lookups give these ids one after the other. */
function withIds(fd: BpfFd, ids: Iterable<number>): MapOfMaps<number> {
  const map = openCore(fd, {});
  const next = ids[Symbol.iterator]();
  const { elements } = map;
  const lookup = (): number => {
    const { done, value } = next.next();
    if (done) return -2;
    elements.value.set(index(value));
    return 0;
  };
  const close = (): void => elements.close();
  const faked = { key: elements.key, value: elements.value, lookup, close } as unknown as MapElements;
  return new MapOfMaps<number>({ ...map, elements: faked }, {});
}

function deadId(): number {
  using gone = room("gone");
  return mapInfo(gone).id;
}

test("a map that is replaced before it can be opened: the next one is opened, within bounds", async () => {
  using fd = make(MapType.ARRAY_OF_MAPS, 4);
  using alive = room("alive");
  const dead = deadId();
  // The kernel gives an id back only once the map is freed.
  for (let waited = 0; exists(dead) && waited < 100; waited++)
    await new Promise((done) => setTimeout(done, 10));
  {
    using outer = withIds(fd, [dead, dead, mapInfo(alive).id]);
    using got = outer.open(0)!;
    assert.is(mapInfo(got).id, mapInfo(alive).id);
  }
  {
    using outer = withIds(fd, [dead]);
    assert.is(outer.open(0), undefined);
  }
  using outer = withIds(fd, new Array(1000).fill(dead));
  assert.throws(() => outer.open(0), mapError("ERR_MAP_CHANGING", /faster than it can be opened/));
});

function exists(id: number): boolean {
  try {
    mapFromId(id).close();
    return true;
  } catch {
    return false;
  }
}

test("keys of a hash are bytes, or what a layout or the definition says; inner maps have BTF of their own", () => {
  const object = typedMaps();
  const spec = object.maps.get("towers")!;
  const { type, keySize, valueSize, maxEntries, flags } = spec.innerMap!;
  using template = mapCreate({ type, keySize, valueSize, maxEntries, flags });
  using fd = mapCreate({ type: spec.type, keySize: 8, valueSize: 4, maxEntries: 4, innerMap: template });
  using towers = openMapOfMaps<bigint, number, unknown>(fd, { spec, btf: object.btf });
  towers.set(2n ** 63n, template);
  assert.equal([...towers], [[2n ** 63n, mapInfo(template).id]]);
  using floor = towers.get(2n ** 63n)!;
  const hop = { device: 1, metric: -1, on_link: true };
  floor.set(5, hop);
  assert.equal([...floor], [[5, hop]]);
  using raw = openMapOfMaps<Uint8Array, Uint8Array, Uint8Array>(fd, { raw: true });
  const [[key, id]] = [...raw] as [[Uint8Array, number]];
  assert.equal([key, id], [Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x80), mapInfo(template).id]);
  using bytes = raw.get(key)!;
  assert.equal([...bytes.keys()], [index(5)]);
});

test("inner maps that are no keyed values", () => {
  using queue = mapCreate({ type: MapType.QUEUE, keySize: 0, valueSize: 4, maxEntries: 4 });
  using fd = mapCreate({
    type: MapType.ARRAY_OF_MAPS,
    keySize: 4,
    valueSize: 4,
    maxEntries: 1,
    innerMap: queue,
  });
  using outer = openMapOfMaps<number>(fd);
  outer.set(0, queue);
  const before = openFds();
  assert.throws(() => outer.get(0), mapError("ERR_MAP_KIND", /openQueue\(\)/));
  assert.is(openFds(), before);
  using opened = outer.open(0)!;
  using jobs = openQueue<number>(opened, { value: u32 });
  jobs.push(3);
  assert.is(jobs.pop(), 3);
});

test("closed, another kind, nothing leaks", () => {
  using hash = room("hash");
  using fd = make(MapType.HASH_OF_MAPS, 4);
  const before = openFds();
  assert.throws(() => openMapOfMaps(hash), mapError("ERR_MAP_KIND", /openMap\(\)/));
  assert.throws(() => openMap(fd), mapError("ERR_MAP_KIND", /hash_of_maps.*openMapOfMaps\(\)/));
  const outer = openMapOfMaps<number>(fd, { key: u32 });
  outer.set(1, hash);
  outer.get(1)!.close();
  const entries = outer.entries();
  outer.close();
  outer.close();
  assert.is(openFds(), before);
  const calls = [
    () => outer.get(1),
    () => outer.open(1),
    () => outer.idOf(1),
    () => outer.has(1),
    () => outer.set(1, hash),
    () => outer.delete(1),
    () => outer.clear(),
    () => outer.freeze(),
  ];
  for (const call of calls) assert.throws(call, mapError("ERR_MAP_CLOSED"));
  assert.throws(() => entries.next());
});

test.run();
