// runner: exclusive, timeout 600
/**
 * A walk over a map that others write to: every key that was there throughout appears, with its value; by batches and
 * by get-next-key.
 */
import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { MapElements, mapCreate, mapInfo, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { openFds } from "../src/bpffs-tree.js";
import type { WriterOrder } from "../src/map-writer-worker.js";
import { type NumberedKind, NumberedMap, numberedKinds } from "../src/numbered-map.js";
import { startWorker } from "../src/start-worker.js";
import { mapsGone } from "../src/with-maps.js";

// The VM runs JavaScript.
const inVm = import.meta.url.endsWith(".js");
const stable = inVm ? 500 : 10_000;
const walks = inVm ? 2 : 12;
const writers = 2;
const path = `${bpffs}/walked`;

/** Numbers of the stable keys; the writers' are among them in the map, and others by number. */
const first = 1;
const firstOfWriters = 1_000_000;

async function startWriters(kind: NumberedKind, stop: SharedArrayBuffer): Promise<Worker[]> {
  const threads = Array.from({ length: writers }, (_, index) => {
    const from = firstOfWriters * (index + 1);
    return startWorker("map-writer-worker", { path, kind, from, count: stable, stop } satisfies WriterOrder);
  });
  await Promise.all(threads.map((thread) => once(thread, "message")));
  return threads;
}

/** Ends them; how many elements they added. */
async function stopWriters(threads: Worker[], stop: SharedArrayBuffer): Promise<number> {
  const told = threads.map((thread) => once(thread, "message"));
  const exits = threads.map((thread) => once(thread, "exit"));
  Atomics.store(new Int32Array(stop), 0, 1);
  const added = (await Promise.all(told)).map(([count]) => count as number);
  await Promise.all(exits);
  return added.reduce((sum, count) => sum + count, 0);
}

/** Counts how often each stable key was met. */
class Met {
  readonly #times = new Uint32Array(stable);
  others = 0;

  add(number: number): void {
    if (number >= first && number < first + stable) this.#times[number - first]!++;
    else this.others++;
  }

  assertAll(what: string, once: boolean): void {
    const missing = [...this.#times.keys()].filter((index) => this.#times[index] === 0);
    assert.equal(missing, [], `${what}: missing`);
    if (once)
      assert.ok(
        this.#times.every((times) => times === 1),
        `${what}: met twice`,
      );
  }
}

/** Runs a test on a map with the stable keys in it, and writers beside them. */
async function withWriters(kind: NumberedKind, body: (map: NumberedMap) => Promise<void>): Promise<void> {
  emptyBpffs();
  const fds = openFds().length;
  const fd = mapCreate({ ...numberedKinds[kind], maxEntries: stable * (writers + 2) });
  const { id } = mapInfo(fd);
  objPin(fd, path);
  fd.close();
  const stop = new SharedArrayBuffer(4);
  {
    using map = new NumberedMap(path, kind);
    for (let number = first; number < first + stable; number++) map.set(number);
    const threads = await startWriters(kind, stop);
    let added = 0;
    try {
      await body(map);
    } finally {
      added = await stopWriters(threads, stop);
    }
    assert.ok(added > stable, `the writers added ${added} elements only`);
  }
  assert.is(openFds().length, fds);
  emptyBpffs();
  await mapsGone([id]);
}

const test = suite("walks beside writers");

for (const kind of Object.keys(numberedKinds) as NumberedKind[]) {
  const byBatch = kind.startsWith("hash");
  test(`${kind}: ${walks} walks of each form, ${stable} keys throughout`, () =>
    withWriters(kind, async (map) => {
      let others = 0;
      for (let walk = 0; walk < walks; walk++) {
        const forms: Record<string, (met: Met) => void | Promise<void>> = {
          entries: (met) => {
            for (const [key, value] of map.map) {
              const number = map.numberOf(key);
              assert.is(value, map.valueOf(number));
              met.add(number);
            }
          },
          keys: (met) => {
            for (const key of map.map.keys()) met.add(map.numberOf(key));
          },
          forEach: (met) => {
            map.map.forEach((_, key) => {
              met.add(map.numberOf(key));
            });
          },
          entriesAsync: async (met) => {
            for await (const [key] of map.map.entriesAsync()) met.add(map.numberOf(key));
          },
        };
        for (const [name, run] of Object.entries(forms)) {
          const met = new Met();
          await run(met);
          met.assertAll(`${kind}, ${name}, walk ${walk}`, byBatch);
          others += met.others;
        }
      }
      assert.ok(others > 0, "no walk met an element of the writers");
    }));
}

test(`hash, by get-next-key: ${walks} walks, ${stable} keys throughout`, () =>
  withWriters("hash", async (map) => {
    using elements = new MapElements(map.map.fd);
    for (let walk = 0; walk < walks; walk++) {
      const batch = elements.newBatch(256);
      const met = new Met();
      for (;;) {
        const result = batch.walk();
        const numbers = new Uint32Array(batch.keys.buffer, batch.keys.byteOffset, batch.count);
        for (const number of numbers) met.add(number);
        if (result === 0) continue;
        assert.is(result, -2, "ENOENT at the end");
        break;
      }
      met.assertAll(`walk ${walk}`, false);
    }
  }));

test.run();
