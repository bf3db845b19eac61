import { MapFlag, MapType } from "@bpf/elf";
import { mapCreate } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { layout } from "../../src/layout/describe.js";
import { bpfError, valueError } from "../errors.js";
import { byKey, type Pair, pairMap, pairs } from "../simple-map.js";

const test = suite("whole-map work on the kernel");

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
  assert.is(wrong.done, 0, "nothing of a batch that cannot be encoded is written");
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
  using fd = mapCreate({
    type: MapType.LPM_TRIE,
    keySize: 8,
    valueSize: 4,
    maxEntries: 600,
    flags: MapFlag.NO_PREALLOC,
    name: "routes",
  });
  using map = openMap<string, number>(fd, { value: layout.u32 });
  for (let i = 0; i < 500; i++) map.set(`10.${i >> 8}.${i & 255}.0/24`, i);
  assert.is(map.count(), 500);
  assert.is(map.clear(), 500);
  assert.is(map.count(), 0);
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
