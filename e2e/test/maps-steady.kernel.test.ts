/**
 * A million calls of `get` (and of the others) allocate nothing but the values they give back: memory outside of V8's
 * heap does not grow by a byte.
 */
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { MapType } from "@bpf/elf";
import { layout, liveView, openMap, type TypedMap } from "@bpf/maps";
import { mapCreate } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { collectGarbage } from "../src/collect-garbage.js";
import { typedMaps } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

// The VM runs JavaScript.
const calls = import.meta.url.endsWith(".js") ? 100_000 : 1_000_000;

/** Bytes that Node itself may come to hold meanwhile; a single byte a call would be far more. */
const slack = 2048;

/** Bytes outside of the heap that JavaScript holds. */
function outside(): { arrayBuffers: number; external: number } {
  const { arrayBuffers, external } = process.memoryUsage();
  return { arrayBuffers, external };
}

/** Runs `call` so often that it is compiled, then `calls` times, and looks at the memory a hundred times meanwhile. */
async function assertFlat(call: (index: number) => unknown): Promise<void> {
  for (let index = 0; index < 5000; index++) call(index);
  for (let time = 0; time < 3; time++) {
    collectGarbage();
    await setImmediate();
  }
  const before = outside();
  const parts = 100;
  for (let part = 0; part < parts; part++) {
    for (let index = 0; index < calls / parts; index++) call(index);
    // No collection in between: garbage would be seen as well.
    const now = outside();
    const grown = Math.max(now.arrayBuffers - before.arrayBuffers, now.external - before.external);
    assert.ok(grown <= slack, `${grown} bytes more after ${((part + 1) * calls) / parts} calls`);
  }
}

interface Gauge {
  now: number;
  highest: number;
  change: number;
}

const test = suite("steady state");

/** Each on an array of structs. */
const work: Record<string, (map: TypedMap<number, Gauge>) => (index: number) => unknown> = {
  get: (map) => (index) => map.get(index % 600),
  has: (map) => (index) => map.has(index % 600),
  set: (map) => {
    const gauge = { now: 1, highest: 2, change: -3 };
    return (index) => map.set(index % 600, gauge);
  },
};

for (const [name, worker] of Object.entries(work)) {
  test(`${calls} calls of ${name}`, () =>
    withMaps(typedMaps, async (maps) => {
      using map = openMap<number, Gauge>(maps.get("gauges")!.path!);
      await assertFlat(worker(map));
    }));
}

test(`${calls} calls of get with structs in structs, text, 64 bits and a miss in two`, () =>
  withMaps(typedMaps, async (maps) => {
    using map = openMap(maps.get("recent")!.path!);
    map.set({ zone: 1, number: 1 }, { first: 1n, last: 2n, gaps: [1, 2, 3], drift: -1 });
    const keys = [
      { zone: 1, number: 1 },
      { zone: 2, number: 1 },
    ];
    await assertFlat((index) => map.get(keys[index % 2]));
  }));

test(`${calls} calls of set and delete of a hash`, () =>
  withMaps(typedMaps, async (maps) => {
    using map = openMap<string, { generation: number; total: bigint }>(maps.get("guarded")!.path!);
    const value = { generation: 1, total: 2n };
    await assertFlat((index) => (index % 2 === 0 ? map.set("key", value) : map.delete("key")));
  }));

test(`${calls} reads of a live view`, () =>
  withMaps(typedMaps, async (maps) => {
    using view = liveView<Gauge>(maps.get("gauges")!.path!);
    await assertFlat((index) => view.get(index % 600));
  }));

/** How often V8 collected garbage while `work` ran. */
async function collectionsDuring(work: () => void): Promise<number> {
  collectGarbage();
  await setImmediate();
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ["gc"] });
  work();
  // Entries are handed on in a later turn.
  await setImmediate();
  await setImmediate();
  observer.disconnect();
  return collections;
}

test(`${calls} calls of get that give a number back: nothing to collect`, async () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 64 });
  using pairs = openMap<number, number[]>(fd, { key: layout.u32, value: layout.array(layout.u32, 2) });
  for (let key = 0; key < 64; key++) pairs.set(key, [key, 0]);

  using words = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 64 });
  using map = openMap<number, number>(words, { key: layout.u32, value: layout.u32 });
  for (let key = 0; key < 64; key++) map.set(key, key * 3);
  let sum = 0;
  const run = (times: number): void => {
    for (let index = 0; index < times; index++) sum += map.get(index & 63)!;
  };
  run(50_000);
  // 16 bytes a call would fill V8's new space many times.
  assert.is(await collectionsDuring(() => run(calls)), 0);
  assert.ok(sum > 0);
  // Which is seen: an array a call.
  const allocating = () => {
    for (let index = 0; index < calls; index++) sum += pairs.get(index & 63)!.length;
  };
  assert.ok((await collectionsDuring(allocating)) > 0);
});

test.run();
