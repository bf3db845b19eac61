import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  MapFlag,
  MapType,
  mapCreate,
  mapDelete,
  mapFreeze,
  mapInfo,
  mapLookup,
  mapNextKey,
  mapUpdate,
  objGet,
  objPin,
  possibleCpus,
  progInfo,
  progLoad,
  UpdateFlag,
} from "../../src/index.js";
import { returnZero } from "../prog/programs.js";

const test = suite("elements");
const key = (index: number) => Uint8Array.of(index, 0, 0, 0);
const bytes = (...values: number[]) => Uint8Array.from(values);
const hash = () => mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 3, maxEntries: 4 });

test("update, lookup, delete", () => {
  using map = hash();
  assert.is(mapLookup(map, key(1)), undefined);
  mapUpdate(map, key(1), bytes(7, 8, 9));
  assert.equal(mapLookup(map, key(1)), bytes(7, 8, 9));
  assert.is(mapDelete(map, key(1)), true);
  assert.is(mapDelete(map, key(1)), false);
  assert.is(mapLookup(map, key(1)), undefined);
});

test("bpftool reads what we wrote, and we what it wrote", () => {
  using map = hash();
  objPin(map, "/sys/fs/bpf/elements");
  mapUpdate(map, key(1), bytes(1, 2, 255));
  const dump = execFileSync("bpftool", ["-j", "map", "dump", "pinned", "/sys/fs/bpf/elements"], {
    encoding: "utf8",
  });
  assert.equal(JSON.parse(dump), [
    { key: ["0x01", "0x00", "0x00", "0x00"], value: ["0x01", "0x02", "0xff"] },
  ]);
  const update = "map update pinned /sys/fs/bpf/elements key 2 0 0 0 value 4 5 6";
  execFileSync("bpftool", update.split(" "));
  assert.equal(mapLookup(map, key(2)), bytes(4, 5, 6));
});

test("a key or value inside a pooled Buffer is taken from its own place", () => {
  using map = hash();
  const pool = Buffer.from([99, 99, 1, 0, 0, 0, 50, 51, 52, 99]);
  mapUpdate(map, pool.subarray(2, 6), pool.subarray(6, 9));
  assert.equal(mapLookup(map, key(1)), bytes(50, 51, 52));
});

test("update flags", () => {
  using map = hash();
  const code = (flags: number) => {
    try {
      mapUpdate(map, key(1), bytes(1, 1, 1), { flags });
      return "done";
    } catch (error) {
      return (error as BpfError).code;
    }
  };
  assert.is(code(UpdateFlag.EXIST), "ENOENT");
  assert.is(code(UpdateFlag.NOEXIST), "done");
  assert.is(code(UpdateFlag.NOEXIST), "EEXIST");
  assert.is(code(UpdateFlag.EXIST), "done");
  assert.is(code(0x4000_0000), "EINVAL");
});

test("a full hash and an index past an array's end are E2BIG", () => {
  using map = hash();
  for (let index = 0; index < 4; index++) mapUpdate(map, key(index), bytes(0, 0, 0));
  using array = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 3, maxEntries: 1 });
  for (const full of [map, array]) {
    assert.throws(
      () => mapUpdate(full, key(9), bytes(0, 0, 0)),
      (error: BpfError) => error.code === "E2BIG" && error.command === "BPF_MAP_UPDATE_ELEM",
    );
  }
  assert.is(mapLookup(array, key(9)), undefined);
  assert.throws(
    () => mapDelete(array, key(0)),
    (error: BpfError) => error.code === "EINVAL",
  );
});

test("walking the keys meets each once", () => {
  using map = hash();
  assert.is(mapNextKey(map), undefined);
  const wanted = [1, 2, 3];
  for (const index of wanted) mapUpdate(map, key(index), bytes(0, 0, 0));
  const found: number[] = [];
  for (let at = mapNextKey(map); at !== undefined; at = mapNextKey(map, at)) found.push(at[0]!);
  assert.equal(found.sort(), wanted);
});

for (const [what, call] of [
  ["lookup key", (map) => mapLookup(map, new Uint8Array(3))],
  ["empty key", (map) => mapLookup(map, new Uint8Array(0))],
  ["update key", (map) => mapUpdate(map, new Uint8Array(5), new Uint8Array(3))],
  ["short value", (map) => mapUpdate(map, key(0), new Uint8Array(2))],
  ["long value", (map) => mapUpdate(map, key(0), new Uint8Array(4))],
  ["delete key", (map) => mapDelete(map, new Uint8Array(8))],
  ["next key", (map) => mapNextKey(map, new Uint8Array(1))],
  ["descriptor as value of a hash", (map) => mapUpdate(map, key(0), map)],
] as [string, (map: ReturnType<typeof hash>) => unknown][]) {
  test(`a wrong length is refused before the call: ${what}`, () => {
    using map = hash();
    assert.throws(
      () => call(map),
      (error: NodeJS.ErrnoException) => error instanceof RangeError && error.code === "ERR_INVALID_ARG_VALUE",
    );
    assert.is(mapNextKey(map), undefined);
  });
}

/** Arrays of 16 bytes that say 4096. */
const liars: [string, Uint8Array][] = [
  [
    "a subclass",
    new (class extends Uint8Array {
      override get length() {
        return 4096;
      }
      override get byteLength() {
        return 4096;
      }
    })(16),
  ],
  ["an own property", Object.defineProperty(new Uint8Array(16), "length", { value: 4096 })],
];
for (const [what, liar] of liars) {
  test(`the length that counts is the memory's: ${what}`, () => {
    const refused = (error: RangeError & { code: string }) =>
      error.code === "ERR_INVALID_ARG_VALUE" && /has 16 bytes, this map's has 4096/.test(error.message);
    using wide = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4096, maxEntries: 1 });
    assert.throws(() => mapUpdate(wide, key(0), liar), refused);
    assert.throws(() => mapLookup(wide, key(0), { value: liar }), refused);
    assert.equal(mapLookup(wide, key(0)), new Uint8Array(4096));
    using long = mapCreate({ type: MapType.HASH, keySize: 16, valueSize: 4, maxEntries: 1 });
    mapUpdate(long, liar, key(1));
    assert.equal(mapLookup(long, new Uint8Array(16)), key(1));
    assert.is(mapDelete(long, liar), true);
  });
}

/** Of ES2024, which Node.js 20 has and the types here have not. */
const Resizable = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(length: number): void };

for (const option of ["flags", "value"] as const) {
  test(`a getter of \`${option}\` that shrinks the key comes before its length is looked at`, () => {
    using map = hash();
    const memory = new Resizable(4, { maxByteLength: 8 });
    const shrink = {
      get [option]() {
        memory.resize(0);
        return undefined;
      },
    };
    const small = new Uint8Array(memory);
    assert.throws(() => mapLookup(map, small, shrink), /key has 0 bytes/);
    if (option === "value") return;
    memory.resize(4);
    assert.throws(() => mapUpdate(map, small, bytes(1, 2, 3), shrink), /key has 0 bytes/);
  });
}

test("other types are a TypeError", () => {
  using map = hash();
  for (const wrong of [
    "abcd",
    [1, 2, 3, 4],
    new Uint8Array(4).buffer,
    new DataView(new ArrayBuffer(4)),
    Object.create(Uint8Array.prototype),
    null,
  ]) {
    assert.throws(
      () => mapLookup(map, wrong as never),
      (error: NodeJS.ErrnoException) => error instanceof TypeError && error.code === "ERR_INVALID_ARG_TYPE",
    );
  }
});

for (const type of [MapType.PERCPU_ARRAY, MapType.PERCPU_HASH, MapType.LRU_PERCPU_HASH]) {
  test(`values of all CPUs: type ${type}`, () => {
    using map = mapCreate({ type, keySize: 4, valueSize: 12, maxEntries: 4 });
    const value = Uint8Array.from({ length: 16 * possibleCpus() }, (_, index) =>
      index % 16 < 12 ? index : 0,
    );
    mapUpdate(map, key(0), value);
    assert.equal(mapLookup(map, key(0)), value);
    for (const length of [12, 16 * possibleCpus() - 1, 12 * possibleCpus()]) {
      if (length === value.length) continue;
      assert.throws(() => mapUpdate(map, key(0), new Uint8Array(length)), RangeError);
    }
  });
}

test("one CPU's value: done, or refused by a kernel that does not know the flag, without reading past it", () => {
  using map = mapCreate({ type: MapType.PERCPU_ARRAY, keySize: 4, valueSize: 8, maxEntries: 1 });
  const one = new Uint8Array(8).fill(5);
  try {
    mapUpdate(map, key(0), one, { flags: UpdateFlag.CPU });
    assert.equal(mapLookup(map, key(0), { flags: UpdateFlag.CPU }), one);
  } catch (error) {
    assert.is((error as BpfError).code, "EINVAL");
    assert.equal(mapLookup(map, key(0)), new Uint8Array(8 * possibleCpus()));
  }
});

test("queue and stack have no keys", () => {
  using queue = mapCreate({ type: MapType.QUEUE, keySize: 0, valueSize: 4, maxEntries: 2 });
  const none = new Uint8Array(0);
  assert.is(mapLookup(queue, none), undefined);
  mapUpdate(queue, none, key(5));
  assert.equal(mapLookup(queue, none), key(5));
});

test("a bloom filter is asked for a value", () => {
  using filter = mapCreate({ type: MapType.BLOOM_FILTER, keySize: 0, valueSize: 4, maxEntries: 100 });
  const none = new Uint8Array(0);
  mapUpdate(filter, none, key(5));
  assert.equal(mapLookup(filter, none, { value: key(5) }), key(5));
  assert.is(mapLookup(filter, none, { value: key(6) }), undefined);
});

test("an array of maps takes a descriptor and gives an id", () => {
  using inner = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1 });
  using outer = mapCreate({
    type: MapType.ARRAY_OF_MAPS,
    keySize: 4,
    valueSize: 4,
    maxEntries: 1,
    innerMap: inner,
  });
  mapUpdate(outer, key(0), inner);
  const value = mapLookup(outer, key(0))!;
  assert.is(new DataView(value.buffer).getUint32(0, true), mapInfo(inner).id);
});

test("a program array takes a program", () => {
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  using array = mapCreate({ type: MapType.PROG_ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
  mapUpdate(array, key(0), program);
  const value = mapLookup(array, key(0))!;
  assert.is(new DataView(value.buffer).getUint32(0, true), progInfo(program).id);
  assert.is(mapDelete(array, key(0)), true);
});

test("a frozen map is read-only, and frozen once", () => {
  using map = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 3, maxEntries: 1 });
  mapUpdate(map, key(0), bytes(1, 2, 3));
  mapFreeze(map);
  assert.throws(
    () => mapUpdate(map, key(0), bytes(0, 0, 0)),
    (error: BpfError) => error.code === "EPERM" && /frozen/.test(error.message),
  );
  assert.equal(mapLookup(map, key(0)), bytes(1, 2, 3));
  assert.throws(
    () => mapFreeze(map),
    (error: BpfError) => ["EBUSY", "EPERM"].includes(error.code) && /frozen already/.test(error.message),
  );
});

test("read-only and write-only descriptors", () => {
  using map = hash();
  mapUpdate(map, key(1), bytes(1, 1, 1));
  objPin(map, "/sys/fs/bpf/access");
  const eperm = (error: BpfError) => error.code === "EPERM" && /opened/.test(error.message);
  using reader = objGet("/sys/fs/bpf/access", { access: "ro" });
  assert.equal(mapLookup(reader, key(1)), bytes(1, 1, 1));
  assert.throws(() => mapUpdate(reader, key(1), bytes(2, 2, 2)), eperm);
  assert.throws(() => mapDelete(reader, key(1)), eperm);
  using writer = objGet("/sys/fs/bpf/access", { access: "wo" });
  mapUpdate(writer, key(1), bytes(3, 3, 3));
  assert.throws(() => mapLookup(writer, key(1)), eperm);
  assert.throws(() => mapNextKey(writer), eperm);
  assert.equal(mapLookup(map, key(1)), bytes(3, 3, 3));
});

test("a map type without lookup", () => {
  using ring = mapCreate({ type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: 4096 });
  assert.throws(
    () => mapLookup(ring, new Uint8Array(0)),
    (error: BpfError) => ["ENOTSUPP", "EOPNOTSUPP"].includes(error.code) && /do not have/.test(error.message),
  );
});

test("sizes are those of the map behind the descriptor, whatever its number meant before", () => {
  const small = mapCreate({
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: 8,
    maxEntries: 1,
    flags: MapFlag.MMAPABLE,
  });
  assert.is(mapLookup(small, key(0))!.length, 8);
  using large = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4096, maxEntries: 1 });
  assert.is(mapLookup(large, key(0))!.length, 4096);
  small.close();
});

test.run();
