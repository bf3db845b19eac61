/**
 * One of several threads that work on one map. Keys are numbered by thread: those of its own nobody else writes, so
 * that each answer is known; the shared ones everybody writes, takes and deletes.
 */
import { parentPort, workerData } from "node:worker_threads";
import { layout, openMap } from "@bpf/maps";
import { BpfError } from "@bpf/syscall";
import * as assert from "uvu/assert";
import { type HammerOrder, type HammerResult, keysPerThread, sharedKeys } from "./map-hammer.js";
import { Random } from "./random.js";

const ownKey = (thread: number): number => sharedKeys + thread * keysPerThread;

const value = layout.array(layout.u64, 8);

/** Eight words that one thread alone writes: a value that is mixed of two does not fit. */
const wordsFor = (thread: number, number: bigint): bigint[] =>
  Array.from({ length: 8 }, (_, word) => (BigInt(thread) << 48n) + (number << 8n) + BigInt(word));

/** The answers that a busy map may give: present already, gone already, full. */
function expected<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (BpfError.is(error) && ["EEXIST", "ENOENT", "E2BIG"].includes(error.code)) return undefined;
    throw error;
  }
}

async function hammer({ path, thread, rounds }: HammerOrder): Promise<HammerResult> {
  using map = openMap<number, bigint[]>(path, { key: layout.u32, value });
  const random = new Random(thread + 1);
  const own = new Map<number, bigint[]>();
  const first = ownKey(thread);
  let calls = 0;
  // What an earlier thread of this number left when it was terminated.
  map.deleteAll(Array.from({ length: keysPerThread }, (_, i) => first + i));

  const write = (): void => {
    const key = first + random.below(keysPerThread);
    const words = wordsFor(thread, BigInt(calls));
    map.set(key, words);
    own.set(key, words);
  };
  const read = (): void => {
    const key = first + random.below(keysPerThread);
    assert.equal(map.get(key), own.get(key));
    assert.is(map.has(key), own.has(key));
  };
  const remove = (): void => {
    const key = first + random.below(keysPerThread);
    assert.is(map.delete(key), own.delete(key));
  };
  const take = (): void => {
    const key = first + random.below(keysPerThread);
    assert.equal(map.take(key), own.get(key));
    own.delete(key);
  };
  const share = (): void => {
    const key = random.below(sharedKeys);
    expected(() =>
      map.set(key, wordsFor(thread, BigInt(calls)), random.below(2) === 0 ? "create" : "update"),
    );
    const seen = random.below(2) === 0 ? map.get(key) : map.take(key);
    assert.ok(seen === undefined || seen.length === 8);
  };
  const walk = (): void => {
    const found = new Map<number, bigint[]>();
    for (const [key, words] of map) {
      assert.is(words.length, 8);
      if (key >= first && key < first + keysPerThread) found.set(key, words);
    }
    assert.equal(found, own);
  };
  const bulk = (): void => {
    const entries = Array.from({ length: keysPerThread }, (_, i): [number, bigint[]] => [
      first + i,
      wordsFor(thread, BigInt(calls + i)),
    ]);
    assert.is(map.setAll(entries), keysPerThread);
    for (const [key, words] of entries) own.set(key, words);
    const gone = entries.filter((_, i) => i % 3 === 0).map(([key]) => key);
    assert.is(map.deleteAll(gone), gone.length);
    for (const key of gone) own.delete(key);
  };
  const asynchronous = async (): Promise<void> => {
    const entries = Array.from({ length: keysPerThread }, (_, i): [number, bigint[]] => [
      first + i,
      wordsFor(thread, BigInt(calls + i)),
    ]);
    assert.is(await map.setAllAsync(entries), keysPerThread);
    for (const [key, words] of entries) own.set(key, words);
    const found = new Map<number, bigint[]>();
    for await (const [key, words] of map.entriesAsync())
      if (key >= first && key < first + keysPerThread) found.set(key, words);
    assert.equal(found, own);
    assert.ok((await map.countAsync()) >= keysPerThread);
  };

  const often = [write, read, remove, take, share];
  for (let round = 0; round < rounds; round++) {
    for (let step = 0; step < 40; step++, calls++) often[random.below(often.length)]!();
    walk();
    bulk();
    if (round % 4 === 0) await asynchronous();
    calls += 2;
  }
  return { entries: [...own], calls };
}

parentPort?.postMessage("ready");
const result = await hammer(workerData as HammerOrder);
parentPort?.postMessage(result);
