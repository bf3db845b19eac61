/** Every type of map that the kernel makes: the class that openAnyMap chooses, and how the other functions refuse it. */
import { readFileSync } from "node:fs";
import { BtfKind, fitBtf, type MapSpec, MapType, mapTypeName, parseBtf, parseObject } from "@bpf/elf";
import {
  BpfError,
  type BpfFd,
  btfLoad,
  mapCreate,
  mapFreeze,
  objPin,
  pageSize,
  possibleCpus,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openBloomFilter } from "../../src/bloom/open.js";
import { openMap } from "../../src/keyed-map/open-map.js";
import { type AnyMap, openAnyMap } from "../../src/kinds/open-any-map.js";
import { type Opener, openerOf } from "../../src/kinds/opener.js";
import { openMapOfMaps } from "../../src/nested/open.js";
import { openQueue } from "../../src/queue/open.js";
import { openRingBuffer } from "../../src/ring/open.js";
import { openStorageMap } from "../../src/storage/open.js";
import { mapError, openFds } from "../errors.js";

const test = suite("the class for a map's type");
const openers: Readonly<Record<Opener, (source: BpfFd) => AnyMap>> = {
  openMap,
  openQueue,
  openBloomFilter,
  openMapOfMaps,
  openStorageMap,
  openRingBuffer,
};

/** What `kind` says of the class that a function opens. */
const kinds: Readonly<Record<Opener, AnyMap["kind"]>> = {
  openMap: "keyed",
  openQueue: "queue",
  openBloomFilter: "bloom",
  openMapOfMaps: "map-of-maps",
  openStorageMap: "storage",
  openRingBuffer: "ringbuf",
};

/** Sizes that the kernel wants where the definition leaves them to the loader. */
function adapted(type: number, maxEntries: number): number {
  if (type === MapType.PERF_EVENT_ARRAY && maxEntries === 0) return possibleCpus();
  return type === MapType.RINGBUF || type === MapType.USER_RINGBUF ? pageSize() : maxEntries;
}

const sizesOf = ({ type, keySize, valueSize, maxEntries, flags, mapExtra }: MapSpec) => ({
  type,
  keySize,
  valueSize,
  maxEntries,
  flags,
  mapExtra,
});

/** A map of the type, from testdata; the errno's name where the kernel makes none. */
function make(type: number, name: string): BpfFd | string {
  const file = new URL(`../../../../testdata/objects/le/map-type-${name}.o`, import.meta.url);
  const object = parseObject(readFileSync(file), { name });
  const spec = object.maps.get(name)!;
  const attr = { ...sizesOf(spec), maxEntries: adapted(type, spec.maxEntries) };
  using inner = spec.innerMap && mapCreate(sizesOf(spec.innerMap));
  using btf = btfLoad(fitBtf(object)!);
  const types = { btf, btfKeyTypeId: spec.keyTypeId, btfValueTypeId: spec.valueTypeId };
  try {
    return mapCreate({ ...attr, ...types, innerMap: inner });
  } catch (error) {
    if (!BpfError.is(error)) throw error;
  }
  try {
    return mapCreate({ ...attr, innerMap: inner });
  } catch (error) {
    if (!BpfError.is(error)) throw error;
    return error.code;
  }
}

/** The types that the running kernel knows. */
const known: ReadonlySet<number> = new Set(
  parseBtf(readFileSync("/sys/kernel/btf/vmlinux"))
    .find("bpf_map_type", BtfKind.ENUM)!
    .values.filter(({ name }) => name.startsWith("BPF_MAP_TYPE_"))
    .map(({ value }) => value),
);

const types = Object.entries(MapType).filter(([name]) => name !== "UNSPEC" && !name.endsWith("_DEPRECATED"));

for (const [, type] of types) {
  const name = String(mapTypeName(type));
  test(name, () => {
    const made = make(type, name);
    if (typeof made === "string") {
      // struct_ops needs a type of the kernel's own; the others are younger than this kernel.
      assert.is(made, "EINVAL");
      assert.ok(type === MapType.STRUCT_OPS || !known.has(type), `${name} was refused`);
      return;
    }
    using fd = made;
    const before = openFds();
    const right = openerOf(type);
    if (right !== undefined) {
      using map = openAnyMap(fd);
      assert.is(map.kind, kinds[right]);
      assert.is(map.info.type, type);
      assert.is(map.typeName, name);
    }
    const others = Object.entries(openers).filter(([opener]) => opener !== right);
    const reason = right === undefined ? /elements/ : new RegExp(`${name}.*${right}\\(\\)`);
    for (const [, open] of others) assert.throws(() => open(fd).close(), mapError("ERR_MAP_KIND", reason));
    if (right === undefined) assert.throws(() => openAnyMap(fd), mapError("ERR_MAP_KIND", reason));
    assert.is(openFds(), before);
  });
}

test("a type that is newer than this package is a keyed map", () => {
  assert.is(openerOf(10_000), "openMap");
});

test("by path, with access and options", () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 4, name: "any" });
  objPin(fd, "/sys/fs/bpf/any");
  const value = { kind: "integer", size: 4, signed: false } as const;
  using map = openAnyMap("/sys/fs/bpf/any", { access: "ro", key: value, value });
  assert.is(map.path, "/sys/fs/bpf/any");
  assert.ok(map.kind === "keyed");
  assert.throws(
    () => map.set(1, 2),
    (error: unknown) => BpfError.is(error) && error.code === "EPERM",
  );
  assert.is(map.get(1), undefined);
});

test("as JSON a map of maps is a keyed one with ids", () => {
  using inner = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
  using fd = mapCreate({
    type: MapType.ARRAY_OF_MAPS,
    keySize: 4,
    valueSize: 4,
    maxEntries: 2,
    innerMap: inner,
  });
  using ids = openAnyMap(fd, { json: true });
  assert.ok(ids.kind === "keyed");
  ids.set(1, inner);
  const [[key, id]] = [...ids] as [[number, number]];
  assert.is(key, 1);
  ids.set(0, id);
  assert.is(ids.count(), 2);
});

test("no map at all", () => {
  assert.throws(
    () => openAnyMap("/sys/fs/bpf/none"),
    (error: unknown) => BpfError.is(error) && error.code === "ENOENT",
  );
  assert.throws(
    () => openAnyMap(5 as never),
    (error: unknown) => error instanceof TypeError,
  );
  using array = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
  mapFreeze(array);
  using map = openAnyMap(array);
  assert.is(map.kind, "keyed");
});

test.run();
