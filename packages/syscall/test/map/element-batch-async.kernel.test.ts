import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FdClosedError, MapElements, MapType, mapCreate, objPin, UpdateFlag } from "../../src/index.js";
import { countFds } from "../open-fds.js";
import { batchMap, byKey, fill, filled, readAllAsync, words } from "./batch-maps.js";

const [ENOENT, EFAULT, EEXIST, ENOTSUPP] = [-2, -14, -17, -524];
const test = suite("batches on the thread pool");

for (const call of ["lookupAsync", "walkAsync", "walkKeysAsync", "takeAsync"] as const) {
  test(`${call} reads what the synchronous call does`, async () => {
    using map = batchMap(MapType.HASH, 1000, 64);
    fill(map.elements, 1000);
    const { read, last } = await readAllAsync(map.batch, () => map.batch[call]());
    assert.is(last, ENOENT);
    const keys = read.map(([key]) => key).sort((a, b) => a - b);
    assert.equal(
      keys,
      filled(1000).map(([key]) => key),
    );
    if (call !== "walkKeysAsync") assert.equal(byKey(read), filled(1000));
    assert.is(map.elements.next(true), call === "takeAsync" ? ENOENT : 0);
  });
}

test("updates and deletes, with the number of the element that fails", async () => {
  using map = batchMap(MapType.HASH, 10, 10);
  const { keys } = words(map.batch);
  keys.set([1, 2, 3, 2, 4]);
  map.batch.count = 5;
  assert.is(await map.batch.updateEachAsync(UpdateFlag.NOEXIST), EEXIST);
  assert.is(map.batch.count, 3);
  map.batch.count = 5;
  assert.is(await map.batch.updateAsync(0, 4), 0);
  assert.is(map.batch.count, 5);
  keys.set([1, 2, 9, 3, 4]);
  map.batch.count = 5;
  assert.is(await map.batch.deleteAsync(), ENOENT);
  assert.is(map.batch.count, 2);
  map.batch.count = 5;
  assert.is(await map.batch.deleteEachAsync(3), 0);
  assert.is(map.elements.next(true), ENOENT);
});

test("what the kernel refuses is told, not thrown", async () => {
  using fd = mapCreate({ type: MapType.PROG_ARRAY, keySize: 4, valueSize: 4, maxEntries: 4 });
  using elements = new MapElements(fd);
  assert.is(await elements.newBatch(4).lookupAsync(), ENOTSUPP);
});

test("a batch under way refuses other calls, and takes them afterwards", async () => {
  using map = batchMap(MapType.HASH, 100, 100);
  fill(map.elements, 100);
  const busy = (error: { code?: string }) => error.code === "ERR_BPF_BATCH_BUSY";
  const pending = map.batch.lookupAsync();
  const calls = [
    () => map.batch.lookup(),
    () => map.batch.rewind(),
    () => map.batch.resized(10),
    () => {
      map.batch.count = 1;
    },
  ];
  for (const call of calls) assert.throws(call, busy);
  await map.batch.walkAsync().then(
    () => assert.unreachable(),
    (error) => assert.ok(busy(error)),
  );
  assert.is(map.elements.lookup(), 0, "the map itself is free");
  assert.is(await pending, ENOENT);
  assert.is(map.batch.count, 100);
  map.batch.rewind();
  assert.is(map.batch.lookup(), ENOENT);
});

test("the event loop turns meanwhile", async () => {
  using map = batchMap(MapType.ARRAY, 100_000, 100_000);
  let pending = true;
  const reading = map.batch.walkAsync().finally(() => {
    pending = false;
  });
  let turns = 0;
  while (pending) {
    await turn();
    turns++;
  }
  assert.is(await reading, ENOENT);
  assert.is(map.batch.count, 100_000);
  assert.ok(turns > 10, `${turns} turns`);
});

test("closing the map meanwhile does not disturb it, and leaves no descriptor", async () => {
  const before = countFds();
  const map = batchMap(MapType.HASH, 1000, 1000);
  fill(map.elements, 1000);
  const pending = map.batch.takeAsync();
  map[Symbol.dispose]();
  assert.is(await pending, ENOENT);
  assert.is(map.batch.count, 1000);
  await map.batch.lookupAsync().then(
    () => assert.unreachable(),
    (error) => assert.ok(FdClosedError.is(error)),
  );
  assert.is(countFds(), before);
});

for (const which of ["keys", "values"] as const) {
  test(`${which} that are transferred meanwhile are EFAULT, not a crash`, async () => {
    using map = batchMap(MapType.HASH, 1000, 1000);
    fill(map.elements, 1000);
    const pending = map.batch.lookupAsync();
    structuredClone(0, { transfer: [map.batch[which].buffer as ArrayBuffer] });
    assert.is(await pending, EFAULT);
  });
}

test("many at once, of many batches", async () => {
  using map = batchMap(MapType.HASH, 5000, 1);
  fill(map.elements, 5000);
  const before = countFds();
  const all = Array.from({ length: 20 }, async () => {
    const batch = map.elements.newBatch(500);
    return (await readAllAsync(batch, () => batch.lookupAsync())).read;
  });
  for (const read of await Promise.all(all)) assert.equal(byKey(read), filled(5000));
  assert.is(countFds(), before);
});

for (const call of ["walkAsync", "lookupAsync", "takeAsync"]) {
  test(`a worker that is terminated in the middle of ${call} leaves nothing`, async () => {
    const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
    using map = batchMap(MapType.HASH, 50_000, 1);
    const filler = map.elements.newBatch(50_000);
    words(filler).keys.set(Uint32Array.from({ length: 50_000 }, (_, number) => number));
    filler.count = 50_000;
    assert.is(filler.update(), 0);
    objPin(map.fd, `/sys/fs/bpf/${call}`);
    const before = countFds();
    for (let round = 0; round < 3; round++) {
      const thread = new Worker(
        `const { MapElements, objGet } = require(${JSON.stringify(index)});
         const elements = new MapElements(objGet("/sys/fs/bpf/${call}"));
         const batches = Array.from({ length: 4 }, () => elements.newBatch(50000));
         for (const batch of batches) batch.${call}().then(() => batch.rewind());
         require("node:worker_threads").parentPort.postMessage("started");
         setInterval(() => {}, 1000);`,
        { eval: true },
      );
      await once(thread, "message");
      await thread.terminate();
      assert.is(countFds(), before);
    }
  });
}

test.run();
