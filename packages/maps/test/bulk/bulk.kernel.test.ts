import { MapFlag, MapType } from "@bpf/elf";
import { type BpfFd, mapCreate } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { clearSteps } from "../../src/bulk/clear.js";
import type { CallStep } from "../../src/bulk/steps.js";
import { batchCapacity, Walk } from "../../src/bulk/walk.js";
import { openMap } from "../../src/keyed-map/open-map.js";
import { layout } from "../../src/layout/describe.js";
import type { LpmKey } from "../../src/lpm/cidr.js";
import { closeCore, openCore } from "../../src/open/core.js";
import { bpfError, mapError, valueError } from "../errors.js";
import { byKey, type Pair, pairMap, pairs } from "../simple-map.js";

const test = suite("whole-map work on the kernel");

const EINVAL = -22;

const failure = (call: () => unknown): { done?: number } => {
  try {
    call();
  } catch (error) {
    return error as { done?: number };
  }
  throw new Error("it did not fail");
};

for (const [name, type] of [
  ["hash", MapType.HASH],
  ["lru_hash", MapType.LRU_HASH],
  ["array", MapType.ARRAY],
] as const) {
  test(`${name}: all are set, met once each, counted, cleared`, () => {
    const all = pairs(5000);
    using map = pairMap(type, type === MapType.LRU_HASH ? 20_000 : 5000);
    assert.is(map.setAll(all), 5000);
    assert.equal([...map].sort(byKey), all);
    assert.equal(
      [...map.keys()].sort((a, b) => a - b),
      all.map(([k]) => k),
    );
    assert.is(new Set([...map.values()].map(({ a }) => a)).size, 5000);
    const seen: [number, Pair][] = [];
    map.forEach((v, k, self) => {
      assert.is(self, map);
      seen.push([k, v]);
    });
    assert.equal(seen.sort(byKey), all);
    assert.is(map.count(), 5000);
    assert.is(map.clear(), 5000);
    if (type === MapType.ARRAY) assert.ok([...map.values()].every(({ a, b }) => a === 0n && b === 0n));
    else assert.equal([map.count(), [...map]], [0, []]);
  });
}

test("deleteAll passes over keys that are not there", () => {
  using map = pairMap(MapType.HASH, 3000);
  map.setAll(pairs(3000).filter(([k]) => k % 3 !== 0));
  assert.is(map.deleteAll(Array.from({ length: 3000 }, (_, i) => i)), 2000);
  assert.is(map.count(), 0);
  assert.is(map.deleteAll([1, 2, 3]), 0);
  assert.is(map.deleteAll([]), 0);
});

test("setAll that may only create, or only update", () => {
  using map = pairMap(MapType.HASH, 100);
  assert.is(map.setAll(pairs(10), "create"), 10);
  const error = failure(() => map.setAll([[10, { a: 1n, b: 1n }], ...pairs(1)], "create"));
  assert.ok(bpfError("EEXIST")(error));
  assert.is(error.done, 1);
  assert.is(map.setAll([[10, { a: 2n, b: 2n }]], "update"), 1);
  assert.is(failure(() => map.setAll([[50, { a: 2n, b: 2n }]], "update")).done, 0);
});

test("a bulk call that fails part way says how many were done", () => {
  using map = pairMap(MapType.HASH, 100);
  const full = failure(() => map.setAll(pairs(101)));
  assert.ok(bpfError("E2BIG", /full/)(full));
  assert.is(full.done, 100);
  assert.is(map.count(), 100);
  map.clear();
  const wrong = failure(() => map.setAll([...pairs(3), [4, { a: -1n, b: 0n }]]));
  assert.ok(valueError("value.a")(wrong));
  assert.is(wrong.done, 3, "those before it are set");
  assert.equal([...map].sort(byKey), pairs(3));
  const cut = failure(() =>
    map.setAll(
      (function* () {
        yield [9, { a: 9n, b: 9n }] as const;
        throw new Error("no more");
      })(),
    ),
  );
  assert.is(cut.done, 1);
  assert.equal(map.get(9), { a: 9n, b: 9n });
  const key = failure(() => map.deleteAll([0, 50, 1, -1, 2]));
  assert.ok(valueError("key")(key));
  assert.is(key.done, 2);
  assert.equal([...map.keys()].sort(), [2, 9]);
  const both = failure(() => map.setAll([...pairs(200), [4, { a: -1n, b: 0n }]]));
  assert.ok(bpfError("E2BIG")(both), "the first failure is told");
  assert.is(both.done, 100);
});

test("maps without batches are walked key by key", () => {
  // Device maps have no batch commands, on any kernel so far.
  using fd = mapCreate({
    type: MapType.DEVMAP_HASH,
    keySize: 4,
    valueSize: 4,
    maxEntries: 16,
    name: "devices",
  });
  using map = openMap<number, number>(fd);
  assert.equal([...map], []);
  for (const index of [3, 9, 12]) map.set(index, 1);
  assert.equal([...map.entries()].sort(byKey), [
    [3, 1],
    [9, 1],
    [12, 1],
  ]);
  assert.is(map.count(), 3);
  assert.is(map.deleteAll([9, 10]), 1);
  assert.is(map.clear(), 2);
  assert.is(map.count(), 0);
  assert.is(
    map.setAll([
      [1, 1],
      [2, 1],
    ]),
    2,
  );
});

test("an LPM trie is emptied", () => {
  using fd = lpmTrie();
  using map = openMap<string, number>(fd, { value: layout.u32 });
  for (let i = 0; i < 500; i++) map.set(`10.${i >> 8}.${i & 255}.0/24`, i);
  assert.is(map.count(), 500);
  assert.is(map.clear(), 500);
  assert.is(map.count(), 0);
});

const lpmTrie = (): BpfFd =>
  mapCreate({
    type: MapType.LPM_TRIE,
    keySize: 8,
    valueSize: 4,
    maxEntries: 600,
    flags: MapFlag.NO_PREALLOC,
    name: "routes",
  });

test("an LPM trie's walk ends, though the element that it stands on is deleted again and again", () => {
  using fd = lpmTrie();
  using map = openMap<LpmKey | string, number>(fd, { value: layout.u32 });
  for (let i = 0; i < 500; i++) map.set(`10.${i >> 8}.${i & 255}.0/24`, i);
  const opened = openCore(fd, { value: layout.u32 });
  try {
    const walk = new Walk(opened, 64);
    const seen = new Set<number>();
    let met = 0;
    while (walk.step()) {
      const { count } = walk.batch;
      met += count;
      assert.ok(met < 5000, `${met} of 500 elements met`);
      for (let i = 0; i < count; i++) seen.add(opened.value.decode(walk.values, i * 4) as number);
      const last = opened.key.decode(walk.keys, (count - 1) * 8) as LpmKey;
      const value = map.get(last)!;
      map.delete(last);
      // It comes back behind the walk's back: whoever starts over meets it, and all before it, again.
      if (walk.step()) {
        met += walk.batch.count;
        for (let i = 0; i < walk.batch.count; i++)
          seen.add(opened.value.decode(walk.values, i * 4) as number);
      }
      map.set(last, value);
    }
    assert.is(seen.size, 500);
  } finally {
    closeCore(opened);
  }
});

test("large values are fetched a few at a time, an array's no more than there are", () => {
  for (const [type, maxEntries] of [
    [MapType.ARRAY, 2],
    [MapType.ARRAY, 12],
    [MapType.HASH, 12],
  ] as const) {
    using fd = mapCreate({ type, keySize: 4, valueSize: 1 << 19, maxEntries });
    using map = openMap<number, Uint8Array>(fd, { key: layout.u32 });
    for (let i = 0; i < maxEntries; i++) map.set(i, new Uint8Array(1 << 19).fill(i));
    assert.ok([...map].every(([key, value]) => value[0] === key));
    const opened = openCore(fd, {});
    const { values, capacity } = opened.elements.newBatch(batchCapacity(opened));
    if (type === MapType.ARRAY) assert.ok(capacity <= maxEntries);
    closeCore(opened);
    assert.ok(values.length <= 2 * 1024 * 1024, `${values.length} bytes`);
    assert.is(map.count(), maxEntries);
    assert.is(map.clear(), maxEntries);
  }
});

test("an array of values that no 64 of fit into memory is walked", () => {
  using fd = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 80 << 20, maxEntries: 1 });
  using map = openMap<number, Uint8Array>(fd, { key: layout.u32 });
  let sizes = 0;
  map.forEach((value) => {
    sizes += value.length;
  });
  assert.is(sizes, 80 << 20);
});

test("elements that were taken before batches end are counted", () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 70_000 });
  using map = openMap<number, number>(fd, { key: layout.u32, value: layout.u32 });
  map.setAll(Array.from({ length: 70_000 }, (_, i) => [i, i] as const));
  const opened = openCore(fd, {});
  try {
    const steps = clearSteps(opened);
    const take = steps.next().value as CallStep;
    const result = take.batch.take();
    assert.is(result, 0);
    const taken = take.batch.count;
    assert.ok(taken > 0 && taken < 70_000);
    steps.next(result);
    let step = steps.next(EINVAL);
    const made = new Set<unknown>();
    let added = 0;
    while (step.done !== true) {
      const { batch, call, flags, from } = step.value as CallStep;
      if (call === "lookup") made.add(batch);
      // The next round meets what comes behind the walk's back.
      else if (made.size === 1 && added++ === 0) map.set(0, 0);
      step = steps.next(call === "deleteEach" ? batch.deleteEach(from) : batch[call](flags, from));
    }
    assert.is(step.value, 70_001);
    assert.is(map.count(), 0);
    assert.is(made.size, 1, "one batch for all rounds");
  } finally {
    closeCore(opened);
  }
});

test("a map that is closed meanwhile: the error says how many were done", () => {
  const map = pairMap(MapType.HASH, 200_000);
  function* closing(): Generator<[number, Pair]> {
    for (let i = 0; i < 200_000; i++) {
      if (i === 70_000) map.close();
      yield [i, { a: 1n, b: 1n }];
    }
  }
  const error = failure(() => map.setAll(closing()));
  assert.ok(mapError("ERR_MAP_CLOSED")(error));
  assert.is(error.done, 65_536);
});

test("iterators are independent of each other and of other calls", () => {
  using map = pairMap(MapType.HASH, 300);
  map.setAll(pairs(200));
  let inner = 0;
  for (const [k] of map) {
    assert.is(map.get(k)?.a, BigInt(k) * 3n);
    if (k % 50 === 0) for (const _ of map) inner++;
  }
  assert.is(inner, 4 * 200);
  for (const [k] of map) map.delete(k);
  assert.is(map.count(), 0);
});

test("per-CPU values go through batches as well", () => {
  using map = pairMap(MapType.PERCPU_HASH, 300);
  const cpus = (map.valueCodec.size / 16) | 0;
  const all = pairs(200).map(([k, v]) => [k, Array<Pair>(cpus).fill(v)] as const);
  assert.is(map.setAll(all as never), 200);
  assert.equal([...(map as never as Iterable<[number, Pair[]]>)].sort(byKey), all);
  assert.is(map.clear(), 200);
});

test.run();
