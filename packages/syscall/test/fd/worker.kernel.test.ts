import { once } from "node:events";
import { closeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BpfFd, mapCreate, mapInfo } from "../../src/index.js";
import { countFds, openFds } from "../open-fds.js";

const test = suite("worker threads");
const index = new URL("../../dist/index.cjs", import.meta.url).pathname;

/** A worker that makes three maps, tells their numbers, and then runs `then`. */
function worker(then: string): Worker {
  return new Worker(
    `const { parentPort } = require("node:worker_threads");
     const { mapCreate } = require(${JSON.stringify(index)});
     globalThis.maps = [1, 2, 3].map(() => mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 }));
     parentPort.postMessage(maps.map((map) => map.fd));
     ${then}`,
    { eval: true },
  );
}

for (const [how, then, end] of [
  ["terminated", "setInterval(() => {}, 1000);", (thread: Worker) => thread.terminate()],
  ["terminated in a loop", "for (;;);", (thread: Worker) => thread.terminate()],
  ["ends by itself", "", () => undefined],
  ["calls process.exit", "setImmediate(() => process.exit(3));", () => undefined],
  ["throws", 'setImmediate(() => { throw new Error("stop"); });', () => undefined],
] as const) {
  test(`what one holds is closed when it is ${how}`, async () => {
    const before = countFds();
    const thread = worker(then);
    const ended = new Promise((resolve) => thread.on("exit", resolve));
    thread.on("error", () => undefined);
    const [numbers] = (await once(thread, "message")) as [number[]];
    assert.is(numbers.length, 3);
    await end(thread);
    await ended;
    const open = openFds();
    for (const number of numbers)
      assert.is.not(open.get(number), "anon_inode:bpf-map", `descriptor ${number}`);
    assert.is(countFds(), before);
  });
}

test("a worker's end leaves the main thread's descriptors alone", async () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  const { id } = mapInfo(map);
  const thread = worker("setInterval(() => {}, 1000);");
  await once(thread, "message");
  await thread.terminate();
  assert.is(mapInfo(map).id, id);
});

test("released by the worker, adopted here, it lives on", async () => {
  const thread = worker("parentPort.postMessage(maps[0].release());");
  await once(thread, "message");
  const [number] = (await once(thread, "message")) as [number];
  await once(thread, "exit");
  using map = BpfFd.adopt(number);
  assert.is(mapInfo(map).valueSize, 8);
});

test("what a worker owns cannot be adopted here", async () => {
  const thread = worker("setInterval(() => {}, 1000);");
  const [numbers] = (await once(thread, "message")) as [number[]];
  assert.throws(() => BpfFd.adopt(numbers[0]!), /already owned/);
  await thread.terminate();
});

test("a number that a worker lost and this thread was given stays open when the worker ends", async () => {
  const thread = worker("setInterval(() => {}, 1000);");
  const [numbers] = (await once(thread, "message")) as [number[]];
  closeSync(numbers[0]!);
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 24, maxEntries: 1 });
  assert.is(map.fd, numbers[0]);
  await thread.terminate();
  assert.is(mapInfo(map).valueSize, 24);
});

test("a descriptor cannot be passed as it is", async () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  assert.throws(() => mapInfo(structuredClone(map)), TypeError);
});

test.run();
