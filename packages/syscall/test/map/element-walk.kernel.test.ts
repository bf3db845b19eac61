import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../../src/addon/load.js";
import {
  MapElements,
  MapFlag,
  MapType,
  mapCreate,
  mapDelete,
  mapUpdate,
  objGet,
  objPin,
  progLoad,
} from "../../src/index.js";
import { BatchOperation } from "../../src/map/batch-operation.js";
import { returnZero } from "../prog/programs.js";
import { batchMap, byKey, fill, filled, readAll, words } from "./batch-maps.js";

const [ENOENT, EPERM, ELOOP] = [-2, -1, -40];
const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
const test = suite("walks");
const key = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);

for (const [name, type] of [
  ["hash", MapType.HASH],
  ["LRU hash", MapType.LRU_HASH],
  ["array", MapType.ARRAY],
] as const) {
  test(`over all of a map (${name})`, () => {
    using map = batchMap(type, type === MapType.LRU_HASH ? 4000 : 1000, 64);
    fill(map.elements, 1000);
    const { read, last } = readAll(map.batch, () => map.batch.walk());
    assert.is(last, ENOENT);
    assert.equal(byKey(read), filled(1000));
    assert.is(map.batch.walk(), ENOENT, "the end stays the end");
    map.batch.rewind();
    const keys = readAll(map.batch, () => map.batch.walkKeys()).read.map(([key]) => key);
    assert.equal(
      keys.sort((a, b) => a - b),
      filled(1000).map(([key]) => key),
    );
    assert.is(map.batch.restarts, 0);
  });
}

test("in the order of the kernel's keys", () => {
  using map = batchMap(MapType.HASH, 100, 7);
  fill(map.elements, 100);
  const walked = readAll(map.batch, () => map.batch.walk()).read.map(([key]) => key);
  const keys: number[] = [];
  for (let result = map.elements.next(true); result === 0; result = map.elements.next()) {
    map.elements.key.set(map.elements.nextKey);
    keys.push(new Uint32Array(map.elements.key.slice().buffer)[0]!);
  }
  assert.equal(walked, keys);
});

test("an empty map", () => {
  using map = batchMap(MapType.HASH, 100, 7);
  assert.is(map.batch.walk(), ENOENT);
  assert.is(map.batch.count, 0);
  assert.is(map.batch.walk(), ENOENT);
});

test("slots without a value are passed over, by walkKeys too", () => {
  using programs = mapCreate({ type: MapType.PROG_ARRAY, keySize: 4, valueSize: 4, maxEntries: 20_000 });
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  for (const slot of [0, 5, 19_998]) mapUpdate(programs, key(slot), program);
  using elements = new MapElements(programs);
  const batch = elements.newBatch(2);
  const keys = new Uint32Array(batch.keys.buffer);
  const found: number[] = [];
  let calls = 0;
  for (let last = 0; last === 0; calls++) {
    last = batch.walk();
    found.push(...keys.subarray(0, batch.count));
  }
  assert.equal(found, [0, 5, 19_998]);
  assert.ok(calls > 10, "one call does not go over all the empty slots");
  batch.rewind();
  const keysOnly: number[] = [];
  for (let last = 0; last === 0; ) {
    last = batch.walkKeys();
    keysOnly.push(...keys.subarray(0, batch.count));
  }
  assert.equal(keysOnly, found);
  assert.is(batch.restarts, 0);
});

test("walkKeys where a type has no lookup", () => {
  using map = mapCreate({ type: MapType.PERF_EVENT_ARRAY, keySize: 4, valueSize: 4, maxEntries: 3 });
  using elements = new MapElements(map);
  const batch = elements.newBatch(8);
  assert.ok(batch.walk() < ENOENT);
  batch.rewind();
  assert.is(batch.walkKeys(), ENOENT);
  assert.equal(new Uint32Array(batch.keys.buffer).subarray(0, batch.count), Uint32Array.of(0, 1, 2));
});

test("deleting what it returned never disturbs it", () => {
  using map = batchMap(MapType.HASH, 500, 10);
  fill(map.elements, 500);
  let deleted = 0;
  for (let last = 0; last === 0; ) {
    last = map.batch.walk();
    const { count } = map.batch;
    map.batch.count = count;
    assert.is(map.batch.deleteEach(), 0);
    deleted += count;
  }
  assert.is(deleted, 500);
  assert.is(map.batch.restarts, 0);
  assert.is(map.elements.next(true), ENOENT);
});

/**
 * The keys of a hash of 200, in the kernel's order, and those that a walk finds when `remove` of them go after the
 * first 10.
 */
function walkWithout(remove: (order: number[]) => number[]) {
  using map = batchMap(MapType.HASH, 200, 10);
  fill(map.elements, 200);
  const order = readAll(map.batch, () => map.batch.walk()).read.map(([key]) => key);
  map.batch.rewind();
  assert.is(map.batch.walk(), 0);
  const first = [...words(map.batch).keys.slice(0, map.batch.count)];
  const gone = remove(order);
  for (const one of gone) assert.is(mapDelete(map.fd, key(one)), true);
  const rest = readAll(map.batch, () => map.batch.walk());
  assert.is(rest.last, ENOENT);
  return { order, gone, found: [...first, ...rest.read.map(([key]) => key)], restarts: map.batch.restarts };
}

test("the key that it stands on is deleted: it goes on from the one before, without repeating", () => {
  const { order, gone, found, restarts } = walkWithout((keys) => keys.slice(10, 15));
  assert.equal(
    found,
    order.filter((one) => !gone.includes(one)),
  );
  assert.is(restarts, 0);
});

test("that and the one before are deleted: it begins again, and all are found", () => {
  const { order, gone, found, restarts } = walkWithout((keys) => keys.slice(9, 12));
  assert.is(restarts, 1);
  for (const one of order) assert.is(found.includes(one) || gone.includes(one), true, String(one));
  assert.is(found.length, 10 + 200 - 3, "from the first one on");
});

test("all are deleted: the end", () => {
  const { found, restarts } = walkWithout((keys) => keys);
  assert.is(found.length, 10);
  assert.is(restarts, 1);
});

test("too many restarts are ELOOP", () => {
  using map = batchMap(MapType.HASH, 10, 4);
  fill(map.elements, 3);
  const addon = native();
  using fd = map.fd.dup();
  const own = addon.duplicate(fd.fd);
  const number = addon.elementsOpen(own, 8);
  const position = new Uint8Array(40);
  // Phase 2: at a key, which is 99 and not in the map, and none read before; 1000 restarts were seen.
  new Uint32Array(position.buffer).set([0, 2, 1000, 0, 0, 0, 99]);
  const { keys, values } = map.batch;
  assert.is(addon.batchRun(number, BatchOperation.walk, keys, values, position, 4, 0, 0), ELOOP);
  new Uint32Array(position.buffer)[2] = 999;
  assert.is(addon.batchRun(number, BatchOperation.walk, keys, values, position, 4, 0, 0), ENOENT);
  assert.is(new Uint32Array(position.buffer)[0], 3);
  addon.elementsClose(number);
});

test("a write-only descriptor is EPERM", () => {
  using map = batchMap(MapType.HASH, 10, 4);
  objPin(map.fd, "/sys/fs/bpf/walk");
  using writable = objGet("/sys/fs/bpf/walk", { access: "wo" });
  using elements = new MapElements(writable);
  const batch = elements.newBatch(4);
  assert.is(batch.walk(), EPERM);
  assert.is(batch.walkKeys(), EPERM);
});

for (const [name, flags] of [
  ["", 0],
  [" without preallocation", MapFlag.NO_PREALLOC],
] as const) {
  test(`while another thread inserts and deletes (hash${name}), every key that stays appears`, async () => {
    const stable = 2000;
    using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 8000, flags });
    using elements = new MapElements(fd);
    fill(elements, stable);
    objPin(fd, `/sys/fs/bpf/churn${flags}`);
    const thread = new Worker(
      `const { parentPort } = require("node:worker_threads");
       const { MapElements, objGet } = require(${JSON.stringify(index)});
       const elements = new MapElements(objGet("/sys/fs/bpf/churn${flags}"));
       const key = new Uint32Array(elements.key.buffer, 0, 1);
       let seed = 1, counted = 0, stop = false;
       parentPort.on("message", () => { stop = true; });
       (function churn() {
         for (let i = 0; i < 2000; i++) {
           seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
           key[0] = ${stable} + (seed >>> 8) % 4000;
           if (elements.delete() !== 0 && elements.update() !== 0) throw new Error("update");
         }
         if (counted++ === 0) parentPort.postMessage("on");
         if (stop) { elements.close(); parentPort.close(); } else setImmediate(churn);
       })();`,
      { eval: true },
    );
    await once(thread, "message");
    const batch = elements.newBatch(64);
    for (const call of ["walk", "walkKeys", "lookup"] as const) {
      for (let round = 0; round < 10; round++) {
        batch.rewind();
        const { read, last } = readAll(batch, () => batch[call]());
        assert.is(last, ENOENT);
        const found = read.map(([one]) => one).filter((one) => one < stable);
        assert.is(new Set(found).size, stable, `${call}, round ${round}`);
        if (call === "lookup") assert.is(found.length, stable, "once each");
        else assert.ok(batch.restarts < 1000);
      }
    }
    thread.postMessage("stop");
    await once(thread, "exit");
  });
}

test.run();
