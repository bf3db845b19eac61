// runner: exclusive, timeout 600
/**
 * Eight threads hammer one map: each finds under its own keys exactly what it wrote there. MAP_HAMMER_ROUNDS changes
 * how long (a round is some 45 calls, on the map or on all of it).
 */
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { MapFlag, MapType } from "@bpf/elf";
import { mapCreate, mapInfo, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { openFds } from "../src/bpffs-tree.js";
import { dumpElements } from "../src/bpftool-elements.js";
import { type HammerOrder, type HammerResult, sharedKeys } from "../src/map-hammer.js";
import { Random } from "../src/random.js";
import { startWorker } from "../src/start-worker.js";
import { mapsGone } from "../src/with-maps.js";

// The VM runs JavaScript.
const inVm = import.meta.url.endsWith(".js");
const rounds = Number(process.env.MAP_HAMMER_ROUNDS ?? (inVm ? 4 : 150));
const threads = 8;
const path = `${bpffs}/hammered`;

const kinds = [
  { name: "hash", type: MapType.HASH, flags: 0 },
  { name: "hash without preallocation", type: MapType.HASH, flags: MapFlag.NO_PREALLOC },
];

const start = (thread: number, rounds: number): Worker =>
  startWorker("map-hammer-worker", { path, thread, rounds } satisfies HammerOrder);

/** Its result, after its word that it is ready. */
function resultOf(worker: Worker): Promise<HammerResult> {
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (message) => message !== "ready" && resolve(message));
    worker.on("exit", (code) => reject(new Error(`a thread ended with ${code} and no result`)));
  });
}

const test = suite("threads");

for (const { name, type, flags } of kinds) {
  test(`${threads} threads on one ${name}`, async () => {
    emptyBpffs();
    const fds = openFds().length;
    const fd = mapCreate({ type, flags, keySize: 4, valueSize: 64, maxEntries: 1024 });
    const { id } = mapInfo(fd);
    objPin(fd, path);
    const workers = Array.from({ length: threads }, (_, thread) => start(thread, rounds));
    const exits = workers.map((worker) => once(worker, "exit"));
    const results = await Promise.all(workers.map(resultOf));
    await Promise.all(exits);
    // What all of them left, as bpftool reads it.
    const left = new Map(
      dumpElements(path).map(({ key, values }) => [
        new DataView(key.buffer).getUint32(0, true),
        [...new BigUint64Array(values[0]!.buffer)],
      ]),
    );
    for (const [key, words] of results.flatMap(({ entries }) => entries)) {
      assert.equal(left.get(key), words, `key ${key}`);
      left.delete(key);
    }
    assert.ok(
      [...left.keys()].every((key) => key < sharedKeys),
      [...left.keys()].join(" "),
    );
    const calls = results.reduce((sum, { calls }) => sum + calls, 0);
    assert.ok(calls >= threads * rounds * 40, `${calls} calls`);
    fd.close();
    assert.is(openFds().length, fds);
    emptyBpffs();
    await mapsGone([id]);
  });
}

test(`${threads} threads terminated in the midst of it: nothing is left open, and the map works on`, async () => {
  emptyBpffs();
  const fds = openFds().length;
  const random = new Random(8);
  const fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 64, maxEntries: 1024 });
  const { id } = mapInfo(fd);
  objPin(fd, path);
  for (let time = 0; time < (inVm ? 1 : 3); time++) {
    const workers = Array.from({ length: threads }, (_, thread) => start(thread, Number.POSITIVE_INFINITY));
    const failures: unknown[] = [];
    for (const worker of workers) worker.on("error", (error) => failures.push(error));
    await Promise.all(workers.map((worker) => once(worker, "message")));
    for (const worker of workers) {
      await setTimeout(random.below(40));
      await worker.terminate();
    }
    assert.equal(failures, []);
  }
  assert.ok(dumpElements(path).length > 0);
  fd.close();
  assert.is(openFds().length, fds);
  emptyBpffs();
  await mapsGone([id]);
});

test.run();
