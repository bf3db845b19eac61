import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  FdClosedError,
  MapElements,
  MapFlag,
  MapType,
  mapCreate,
  mapLookup,
  objPin,
  possibleCpus,
  UpdateFlag,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { batchMap, byKey, elementsOf, fill, filled, madeValue, readAll, words } from "./batch-maps.js";

const [ENOENT, E2BIG, ENOSPC, EEXIST, EINVAL, ENOTSUPP] = [-2, -7, -28, -17, -22, -524];
const test = suite("batches");

for (const [name, type] of [
  ["hash", MapType.HASH],
  ["LRU hash", MapType.LRU_HASH],
  ["array", MapType.ARRAY],
] as const) {
  for (const capacity of [64, 1000, 5000]) {
    test(`lookup of all of a map (${name}), ${capacity} at once`, () => {
      // An LRU hash evicts before it is full: each CPU keeps free elements of its own.
      using map = batchMap(type, type === MapType.LRU_HASH ? 4000 : 1000, capacity);
      fill(map.elements, 1000);
      const { read, last } = readAll(map.batch, () => map.batch.lookup());
      assert.is(last, ENOENT);
      assert.equal(byKey(read), filled(1000));
      assert.is(map.batch.lookup(), ENOENT, "the end stays the end");
      assert.is(map.batch.count, 0);
      map.batch.rewind();
      assert.equal(byKey(readAll(map.batch, () => map.batch.lookup()).read), filled(1000));
    });
  }
}

test("an LPM trie, whose token is a key of 20 bytes", () => {
  using fd = mapCreate({
    type: MapType.LPM_TRIE,
    keySize: 20,
    valueSize: 8,
    maxEntries: 50,
    flags: MapFlag.NO_PREALLOC,
  });
  using elements = new MapElements(fd);
  const prefixes = Array.from({ length: 50 }, (_, index) => `${index * 2 + 1}:${index}`);
  for (const prefix of prefixes) {
    const [length, byte] = prefix.split(":").map(Number) as [number, number];
    elements.key.fill(0);
    new DataView(elements.key.buffer).setUint32(0, length, true);
    elements.key[4] = byte;
    elements.value[0] = byte;
    assert.is(elements.update(), 0);
  }
  const batch = elements.newBatch(7);
  const read: string[] = [];
  for (let last = 0; last === 0; ) {
    last = batch.lookup();
    for (let index = 0; index < batch.count; index++) {
      const length = new DataView(batch.keys.buffer).getUint32(index * 20, true);
      read.push(`${length}:${batch.values[index * 8]}`);
    }
    assert.ok(last === 0 || last === ENOENT);
  }
  assert.equal(read.sort(), prefixes.sort());
});

test("update of many, as bpftool sees them", () => {
  using map = batchMap(MapType.HASH, 100, 100);
  objPin(map.fd, "/sys/fs/bpf/many");
  const { keys, values } = words(map.batch);
  for (let index = 0; index < 100; index++) {
    keys[index] = index;
    values[index] = madeValue(index);
  }
  map.batch.count = 100;
  assert.is(map.batch.update(), 0);
  assert.is(map.batch.count, 100);
  const dumped = bpftool("map", "dump", "pinned", "/sys/fs/bpf/many") as unknown as {
    key: string[];
    value: string[];
  }[];
  const number = (bytes: string[]) =>
    Number(
      `0x${bytes
        .map((byte) => byte.slice(2))
        .reverse()
        .join("")}`,
    );
  const found = dumped.map(({ key, value }): [number, bigint] => [number(key), BigInt(number(value))]);
  assert.equal(byKey(found), filled(100));
});

test("take reads and removes", () => {
  using map = batchMap(MapType.HASH, 500, 100);
  fill(map.elements, 500);
  const { read, last } = readAll(map.batch, () => map.batch.take());
  assert.is(last, ENOENT);
  assert.equal(byKey(read), filled(500));
  assert.is(map.elements.next(true), ENOENT);
});

test("a capacity below a bucket is ENOSPC; a larger batch goes on where it stood", () => {
  using map = batchMap(MapType.HASH, 4000, 1);
  fill(map.elements, 4000);
  const first = readAll(map.batch, () => map.batch.lookup());
  assert.is(first.last, ENOSPC);
  const larger = map.batch.resized(64);
  assert.is(larger.count, 0);
  const rest = readAll(larger, () => larger.lookup());
  assert.is(rest.last, ENOENT);
  assert.equal(byKey([...first.read, ...rest.read]), filled(4000));
});

test("the same in taking: nothing is lost", () => {
  using map = batchMap(MapType.HASH, 4000, 1);
  fill(map.elements, 4000);
  const first = readAll(map.batch, () => map.batch.take());
  assert.is(first.last, ENOSPC);
  const larger = map.batch.resized(64);
  const rest = readAll(larger, () => larger.take());
  assert.equal(byKey([...first.read, ...rest.read]), filled(4000));
  assert.is(map.elements.next(true), ENOENT);
});

test("a failing element stops updateEach, and count says which", () => {
  using map = batchMap(MapType.HASH, 10, 10);
  fill(map.elements, 3);
  words(map.batch).keys.set([20, 21, 1, 22]);
  map.batch.count = 4;
  assert.is(map.batch.updateEach(UpdateFlag.NOEXIST), EEXIST);
  assert.is(map.batch.count, 2);
  map.batch.count = 4;
  assert.is(map.batch.updateEach(UpdateFlag.NOEXIST, 3), 0);
  assert.is(map.batch.count, 4);
  assert.is(map.batch.updateEach(0, 4), 0, "nothing to do");
  const { read } = readAll(map.batch, () => map.batch.lookup());
  assert.equal(
    read.map(([key]) => key).sort((a, b) => a - b),
    [0, 1, 2, 20, 21, 22],
  );
});

test("a full map stops update, and count says where", () => {
  using map = batchMap(MapType.HASH, 10, 20);
  words(map.batch).keys.set(Array.from({ length: 20 }, (_, index) => index));
  map.batch.count = 20;
  assert.is(map.batch.update(), E2BIG);
  assert.is(map.batch.count, 10);
  map.batch.count = 20;
  assert.is(map.batch.update(0, 15), E2BIG);
  assert.is(map.batch.count, 15);
});

for (const call of ["delete", "deleteEach"] as const) {
  test(`a key that is not there stops ${call}, and count says which`, () => {
    using map = batchMap(MapType.HASH, 10, 10);
    fill(map.elements, 6);
    const remove = (from: number) =>
      call === "delete" ? map.batch.delete(0, from) : map.batch.deleteEach(from);
    words(map.batch).keys.set([0, 1, 99, 4]);
    map.batch.count = 4;
    assert.is(remove(0), ENOENT);
    assert.is(map.batch.count, 2);
    map.batch.count = 4;
    assert.is(remove(3), 0);
    assert.is(map.batch.count, 4);
    assert.is(remove(4), 0, "nothing to do");
    const { read } = readAll(map.batch, () => map.batch.lookup());
    assert.equal(
      read.map(([key]) => key).sort((a, b) => a - b),
      [2, 3, 5],
    );
  });
}

test("where the kernel refuses at once, nothing is done", () => {
  using map = batchMap(MapType.HASH, 10, 10);
  map.batch.count = 5;
  assert.is(map.batch.update(UpdateFlag.NOEXIST), EINVAL);
  assert.is(map.batch.count, 0);
  map.batch.count = 5;
  assert.is(map.batch.delete(1), EINVAL);
  assert.is(map.batch.count, 0);
  assert.is(map.batch.lookup(UpdateFlag.LOCK), EINVAL);
  assert.is(map.batch.count, 0);
  fill(map.elements, 10);
  assert.equal(
    byKey(readAll(map.batch, () => map.batch.lookup()).read),
    filled(10),
    "it stands at the beginning",
  );
});

test("per-CPU values are those of all CPUs, at their own stride", () => {
  for (const type of [MapType.PERCPU_HASH, MapType.PERCPU_ARRAY]) {
    using fd = mapCreate({ type, keySize: 4, valueSize: 4, maxEntries: 20 });
    using elements = new MapElements(fd);
    const batch = elements.newBatch(50);
    const stride = 8 * possibleCpus();
    assert.is(batch.values.length, 50 * stride);
    for (let index = 0; index < 20; index++) {
      new Uint32Array(batch.keys.buffer)[index] = index;
      for (let cpu = 0; cpu < possibleCpus(); cpu++) {
        new Uint32Array(batch.values.buffer)[(index * stride + cpu * 8) / 4] = 1000 * index + cpu;
      }
    }
    batch.count = 20;
    assert.is(batch.update(), 0);
    for (let index = 0; index < 20; index++) {
      const value = new Uint32Array(mapLookup(fd, Uint8Array.of(index, 0, 0, 0))!.buffer);
      assert.is(value[2 * (possibleCpus() - 1)], 1000 * index + possibleCpus() - 1);
    }
    const written = batch.values.slice(0, 20 * stride);
    batch.values.fill(255);
    assert.is(batch.lookup(), ENOENT);
    assert.is(batch.count, 20);
    for (let index = 0; index < 20; index++) {
      const key = new Uint32Array(batch.keys.buffer)[index]!;
      const at = (array: Uint8Array, element: number) =>
        array.slice(element * stride, (element + 1) * stride);
      assert.equal(at(batch.values, index), at(written, key));
    }
  }
});

test("types without batches say ENOTSUPP, and count nothing", () => {
  using programs = mapCreate({ type: MapType.PROG_ARRAY, keySize: 4, valueSize: 4, maxEntries: 8 });
  using elements = new MapElements(programs);
  const batch = elements.newBatch(4);
  assert.is(batch.lookup(), ENOTSUPP);
  assert.is(batch.count, 0);
  batch.count = 4;
  assert.is(batch.update(), ENOTSUPP);
  assert.is(batch.count, 0);
});

test("a batch of the wrong kind of walk is EINVAL", () => {
  using map = batchMap(MapType.HASH, 100, 10);
  fill(map.elements, 100);
  assert.is(map.batch.lookup(), 0);
  assert.is(map.batch.walk(), EINVAL);
  map.batch.rewind();
  assert.is(map.batch.walk(), 0);
  assert.is(map.batch.lookup(), EINVAL);
});

test("a capacity or count that cannot be is a RangeError or TypeError", () => {
  using map = batchMap(MapType.HASH, 10, 10);
  for (const capacity of [0, -1, 1.5, 2 ** 32, Number.NaN]) {
    assert.throws(
      () => map.elements.newBatch(capacity),
      (error: { code?: string }) => error.code === "ERR_OUT_OF_RANGE",
      String(capacity),
    );
  }
  assert.throws(
    () => map.elements.newBatch(0xffff_ffff),
    (error: Error) => error instanceof RangeError && /cannot be allocated/.test(error.message),
  );
  for (const count of [11, -1, 0.5]) {
    assert.throws(
      () => {
        map.batch.count = count;
      },
      (error: { code?: string }) => error.code === "ERR_OUT_OF_RANGE",
    );
  }
  map.batch.count = 2;
  for (const from of [3, -1, 0.5]) assert.throws(() => map.batch.update(0, from), /fit|integer/);
});

test("a transferred buffer is a TypeError, not a crash", () => {
  for (const which of ["keys", "values"] as const) {
    using map = batchMap(MapType.HASH, 10, 10);
    fill(map.elements, 10);
    structuredClone(null, { transfer: [map.batch[which].buffer as ArrayBuffer] });
    assert.throws(
      () => map.batch.lookup(),
      (error: Error) => error instanceof TypeError && /transferred/.test(error.message),
    );
  }
});

test("calls after the map's close() throw FdClosedError", () => {
  const map = batchMap(MapType.HASH, 10, 10);
  map[Symbol.dispose]();
  for (const call of [() => map.batch.lookup(), () => map.batch.update(), () => map.batch.walk()]) {
    assert.throws(call, (error: Error) => FdClosedError.is(error));
  }
  assert.equal(elementsOf(map.batch), []);
});

test.run();
