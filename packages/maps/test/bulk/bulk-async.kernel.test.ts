import { MapType } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byKey, type Pair, pairMap, pairs } from "../simple-map.js";

const test = suite("whole-map work in promise form");
const many = 200_000;

const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
};

test("set, iterate, count, delete and clear, with progress", async () => {
  using map = pairMap(MapType.HASH, 10_000);
  const all = pairs(10_000);
  assert.is(await map.setAllAsync(all), 10_000);
  const seen: [number, Pair][] = [];
  const told: number[] = [];
  for await (const entry of map.entriesAsync({ onProgress: ({ done }) => void told.push(done) }))
    seen.push(entry);
  assert.equal(seen.sort(byKey), all);
  assert.is(told.at(-1), 10_000);
  assert.is(await map.countAsync(), 10_000);
  assert.is(await map.deleteAllAsync(all.slice(0, 4000).map(([k]) => k)), 4000);
  assert.is(await map.clearAsync(), 6000);
  assert.is(map.count(), 0);
});

test("batches, the next under way while one is looked at: each element once, in memory that stays", async () => {
  using map = pairMap(MapType.HASH, 50_000);
  const all = pairs(50_000);
  map.setAll(all);
  const seen: [number, Pair][] = [];
  const told: number[] = [];
  for await (const { count, keys, values } of map.batchesAsync({
    onProgress: ({ done }) => void told.push(done),
  })) {
    // The other thread has time to write where it should not.
    await new Promise((resolve) => setTimeout(resolve, 2));
    for (let i = 0; i < count; i++)
      seen.push([
        map.keyCodec.decode(keys, i * map.keyCodec.size),
        map.valueCodec.decode(values, i * map.valueCodec.size),
      ]);
  }
  assert.equal(seen.sort(byKey), all);
  assert.is(told.at(-1), 50_000);
  assert.ok(told.length > 2);
});

test("batches: left early, aborted, closed meanwhile", async () => {
  const map = pairMap(MapType.HASH, 50_000);
  map.setAll(pairs(50_000));
  for await (const { count } of map.batchesAsync()) {
    assert.ok(count > 0);
    break;
  }
  const controller = new AbortController();
  const aborted = await rejection(
    (async () => {
      for await (const _ of map.batchesAsync({ signal: controller.signal })) controller.abort();
    })(),
  );
  assert.is(aborted, controller.signal.reason);
  const closed = await rejection(
    (async () => {
      for await (const _ of map.batchesAsync()) map.close();
    })(),
  );
  assert.is((closed as { code: string }).code, "ERR_MAP_CLOSED");
});

test("the event loop goes on meanwhile, and progress rises", async () => {
  using map = pairMap(MapType.HASH, many);
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const told: number[] = [];
  await map.setAllAsync(pairs(many), { onProgress: ({ done }) => void told.push(done) });
  const before = turns;
  assert.is(await map.countAsync(), many);
  clearInterval(timer);
  assert.ok(before > 0, `${before} turns of the event loop`);
  assert.equal(
    told,
    told.toSorted((a, b) => a - b),
  );
  assert.ok(told.length > 1, `${told.length} calls`);
});

test("an aborted call rejects with the signal's reason, and what is done stays done", async () => {
  using map = pairMap(MapType.HASH, many);
  const reason = new Error("enough");
  const gone = AbortSignal.abort(reason);
  assert.is(await rejection(map.clearAsync({ signal: gone })), reason);
  const controller = new AbortController();
  let closed = false;
  function* endless(): Generator<[number, Pair]> {
    try {
      for (let k = 0; ; k++) yield [k % many, { a: 1n, b: 1n }];
    } finally {
      closed = true;
    }
  }
  const call = map.setAllAsync(endless(), {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  assert.is(await rejection(call), reason);
  assert.ok(closed, "the caller's iterable is told to end");
  assert.ok(map.count() > 0);
});

test("small work reports its end, and large work all of it", async () => {
  using map = pairMap(MapType.HASH, many);
  const told: number[] = [];
  const onProgress = ({ done }: { done: number }): void => void told.push(done);
  await map.setAllAsync(pairs(10), { onProgress });
  await map.countAsync({ onProgress });
  await map.deleteAllAsync([1, 2, 3], { onProgress });
  await map.clearAsync({ onProgress });
  await map.clearAsync({ onProgress });
  assert.equal(told.splice(0), [10, 10, 3, 7, 0]);
  await map.setAllAsync(pairs(many), { onProgress });
  assert.equal(told.splice(0), [65_536, 131_072, 196_608, many]);
});

test("a map that is closed between two batches: the error says how many were done", async () => {
  for (const work of ["set", "delete", "clear"] as const) {
    const map = pairMap(MapType.HASH, many);
    if (work !== "set") map.setAll(pairs(many));
    const told: number[] = [];
    const onProgress = ({ done }: { done: number }): void => {
      told.push(done);
      map.close();
    };
    const error = await rejection(
      work === "set"
        ? map.setAllAsync(pairs(many), { onProgress })
        : work === "delete"
          ? map.deleteAllAsync(
              pairs(many).map(([key]) => key),
              { onProgress },
            )
          : map.clearAsync({ onProgress }),
    );
    assert.is((error as { code: string }).code, "ERR_MAP_CLOSED");
    assert.equal(told, [(error as { done: number }).done]);
    assert.ok(told[0]! > 0);
  }
});

test("a callback that throws rejects the call", async () => {
  using map = pairMap(MapType.HASH, many);
  const reason = new Error("no");
  const call = map.setAllAsync(pairs(many), {
    onProgress: () => {
      throw reason;
    },
  });
  assert.is(await rejection(call), reason);
});

test("a map that is closed meanwhile rejects what runs", async () => {
  const map = pairMap(MapType.HASH, many);
  map.setAll(pairs(many));
  const call = map.countAsync();
  map.close();
  const end = await call.catch((error: { code: string }) => error.code);
  assert.ok(end === "ERR_MAP_CLOSED" || end === many, `${end}`);
});

test.run();
