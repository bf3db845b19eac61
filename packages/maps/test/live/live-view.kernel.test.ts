import { once } from "node:events";
import { unlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { MapFlag, MapType } from "@bpf/elf";
import { mapCreate, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { liveView } from "../../src/live/live-view.js";
import { bpftool, bpftoolJson, hexArguments } from "../bpftool.js";
import { bpfError, mapError, openFds } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";

const test = suite("live view on the kernel");

interface Gauge {
  now: number;
  highest: number;
  change: number;
}

const path = "/sys/fs/bpf/gauges";
const object = typedMaps();
const u64 = { kind: "integer", size: 8, signed: false } as const;

test.before.each(() => {
  using fd = createMap(object, "gauges");
  objPin(fd, path);
});

test.after.each(() => unlinkSync(path));

const index = (i: number): string[] => hexArguments(new Uint8Array(Uint32Array.of(i).buffer));

/** An element as bpftool reads it, by the map's BTF. */
const lookup = (i: number): Gauge =>
  bpftoolJson<{ formatted: { value: Gauge } }>("map", "lookup", "pinned", path, "key", ...index(i)).formatted
    .value;

test("what bpftool writes is read at once, to the last element", () => {
  using view = liveView<Gauge>(path);
  assert.is(view.length, 600);
  assert.is(view.writable, true);
  for (const i of [0, 1, 255, 599]) {
    const bytes = new Uint8Array(Int32Array.of(i + 1, -1, -i).buffer);
    bpftool("map", "update", "pinned", path, "key", ...index(i), "value", ...hexArguments(bytes));
    assert.equal(view.get(i), { now: i + 1, highest: 0xffff_ffff, change: -i });
    assert.equal(view.get(i), lookup(i));
    assert.equal(view.bytes(i), bytes);
  }
  assert.equal([...view].filter(({ now }) => now !== 0).length, 4);
});

test("a view of a map that was opened for JSON gives what any view does", () => {
  using fd = mapCreate({
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: 8,
    maxEntries: 2,
    flags: MapFlag.MMAPABLE,
  });
  using map = openMap<number, unknown>(fd, { value: u64, json: true });
  using view = liveView<bigint>(map);
  map.set(1, "18446744073709551615");
  assert.is(view.get(1), 2n ** 64n - 1n);
  view.set(1, 5n);
  assert.is(map.get(1), "5");
});

test("what we write is read by bpftool at once, and its neighbours are as they were", () => {
  using view = liveView<Gauge>(path);
  for (const i of [0, 300, 599]) {
    view.set(i, { now: 4_000_000_000, highest: i, change: -2_000_000_000 });
    assert.equal(lookup(i), { now: 4_000_000_000, highest: i, change: -2_000_000_000 });
  }
  const empty = { now: 0, highest: 0, change: 0 };
  for (const i of [1, 299, 301, 598]) assert.equal(lookup(i), empty);
});

test("the view stands by itself: pin, descriptors and map object may go", () => {
  const before = openFds();
  const map = openMap<number, Gauge>(path);
  const view = liveView(map);
  const typed: Gauge = view.get(0);
  assert.is(typed.now, 0);
  map.set(3, { now: 7, highest: 8, change: 9 });
  map.close();
  assert.is(openFds(), before);
  unlinkSync(path);
  assert.equal(view.get(3), { now: 7, highest: 8, change: 9 });
  view.close();
  using fd = createMap(object, "gauges");
  objPin(fd, path);
});

test("after close nothing is there any more, also for those who hold its memory", () => {
  const view = liveView<Gauge>(path);
  const { memory } = view;
  assert.is(memory.length, 600 * 16);
  view.close();
  assert.is(memory.length, 0);
  assert.throws(() => view.get(0), mapError("ERR_MAP_CLOSED", /gauges/));
  assert.throws(() => view.set(0, { now: 1, highest: 1, change: 1 }), mapError("ERR_MAP_CLOSED"));
  assert.equal(lookup(0), { now: 0, highest: 0, change: 0 });
});

test("a frozen map, and access ro, give a read-only view that follows the map", () => {
  {
    using view = liveView<Gauge>(path, { access: "ro" });
    assert.is(view.writable, false);
    bpftool(
      "map",
      "update",
      "pinned",
      path,
      "key",
      ...index(5),
      "value",
      ...hexArguments(new Uint8Array(12).fill(1)),
    );
    assert.equal(view.get(5), lookup(5));
    assert.is(view.get(5).now, 0x01010101);
    assert.throws(() => view.set(5, view.get(5)), mapError("ERR_MAP_READ_ONLY"));
    assert.throws(() => view.memory, mapError("ERR_MAP_READ_ONLY"));
  }
  using map = openMap<number, Gauge>(path);
  map.freeze();
  using frozen = liveView(map);
  assert.is(frozen.writable, false);
  assert.equal(frozen.get(5), lookup(5));
  assert.throws(() => liveView(map, { access: "rw" }), bpfError("EPERM", /frozen/));
});

test("a writable view keeps its map from being frozen, until it is closed", async () => {
  using map = openMap<number, Gauge>(path);
  const view = liveView(map);
  assert.throws(() => map.freeze(), bpfError("EBUSY"));
  view.close();
  await sleep(50);
  map.freeze();
});

test("maps without memory say how to get some", () => {
  const refused = (type: number, flags: number, text: RegExp): void => {
    using fd = mapCreate({ type, keySize: 4, valueSize: 8, maxEntries: 2, flags, name: "plain" });
    const before = openFds();
    assert.throws(() => liveView(fd), mapError("ERR_MAP_KIND", text));
    assert.is(openFds(), before);
  };
  refused(MapType.ARRAY, 0, /plain has no live view: .*BPF_F_MMAPABLE/);
  refused(MapType.HASH, 0, /of type hash/);
  refused(MapType.PERCPU_ARRAY, 0, /of type percpu_array/);
});

test("a layout of another size than the values' is refused", () => {
  const before = openFds();
  assert.throws(() => liveView(path, { value: u64 }), mapError("ERR_MAP_TYPES", /8 bytes.*12/));
  assert.is(openFds(), before);
});

/** A thread with a mapping of its own of the map at a pin, as `words`: what a program on another CPU does. */
function inThread(pin: string, body: string): { worker: Worker; ready: Promise<void>; done: Promise<void> } {
  const syscall = createRequire(import.meta.url).resolve("@bpf/syscall");
  const text = `
    const { parentPort } = require("node:worker_threads");
    const { MapMemory, objGet } = require(${JSON.stringify(syscall)});
    const words = new BigUint64Array(MapMemory.map(objGet(${JSON.stringify(pin)})).bytes.buffer);
    parentPort.postMessage("ready");
    ${body}`;
  const worker = new Worker(text, { eval: true });
  const ready = once(worker, "message").then(() => {});
  return { worker, ready, done: once(worker, "exit").then(() => {}) };
}

function pinCounters(pin: string): void {
  const flags = MapFlag.MMAPABLE;
  using fd = mapCreate({
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: 8,
    maxEntries: 2,
    flags,
    name: "counters",
  });
  objPin(fd, pin);
}

test("nothing that two threads add at the same time is lost", async () => {
  const pin = "/sys/fs/bpf/added";
  pinCounters(pin);
  const each = 300_000;
  const { ready, done } = inThread(pin, `for (let i = 0; i < ${each}; i++) Atomics.add(words, 1, 1n);`);
  using view = liveView<bigint>(pin, { value: u64 });
  await ready;
  for (let i = 0; i < each; i++) view.add(1, 1n);
  await done;
  assert.is(view.get(1), 2n * BigInt(each));
  assert.is(view.getNumber(1), 2 * each);
  unlinkSync(pin);
});

test("a word that another thread is storing is never seen half", async () => {
  const pin = "/sys/fs/bpf/whole";
  pinCounters(pin);
  const words = [0n, 0x000f_ffff_ffff_ffffn];
  const store = `setInterval(() => { for (let i = 0; i < 200_000; i++) words[0] = i % 2 ? ${words[0]}n : ${words[1]}n; });`;
  const { worker, ready, done } = inThread(pin, store);
  using view = liveView<bigint>(pin, { value: u64 });
  await ready;
  const met = new Map<bigint, number>();
  const end = Date.now() + 5000;
  let changes = 0;
  for (let last = 0n; changes < 1000 && Date.now() < end; ) {
    const value = view.get(0);
    if (value !== last) changes++;
    last = value;
    met.set(value, (met.get(value) ?? 0) + 1);
    met.set(BigInt(view.getNumber(0)), 1);
  }
  await worker.terminate();
  await done;
  assert.ok(changes >= 2, "both words were met");
  assert.equal([...met.keys()].sort(), words);
  unlinkSync(pin);
});

test("a descriptor for reading only cannot be mapped, and that is said", () => {
  using map = openMap<number, Gauge>(path, { access: "ro" });
  for (const access of [undefined, "ro"] as const) {
    assert.throws(() => liveView(map, { access }), mapError("ERR_MAP_READ_ONLY", /opened read-only/));
  }
  assert.throws(() => liveView(map, { access: "rw" }), bpfError("EACCES"));
});

test("read-only views do not keep their map from being frozen", () => {
  using view = liveView<Gauge>(path, { access: "ro" });
  using map = openMap<number, Gauge>(path);
  map.freeze();
  assert.is(view.get(0).now, 0);
});

test.run();
