// runner: exclusive
import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MapElements, MapType, mapCreate } from "../../src/index.js";
import { collected } from "../collect.js";
import { countFds } from "../open-fds.js";
import { fill } from "./batch-maps.js";

const test = suite("what MapElements costs in memory");

test("100,000 calls of each kind allocate nothing that stays, and no memory outside of V8's heap at all", async () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 1000 });
  using elements = new MapElements(fd);
  const batch = elements.newBatch(1000);
  fill(elements, 100);
  const calls = () => {
    let wrong = 0;
    for (let index = 0; index < 100_000; index++) {
      if (elements.lookup() !== 0) wrong++;
      if (elements.update(0) !== 0) wrong++;
      if (elements.next() !== 0) wrong++;
      if (index % 1000 !== 0) continue;
      batch.rewind();
      if (batch.lookup() !== -2 || batch.count !== 100) wrong++;
    }
    assert.is(wrong, 0);
  };
  elements.key.fill(0);
  calls();
  await collected();
  const before = process.memoryUsage();
  calls();
  const right = process.memoryUsage();
  assert.ok(
    right.arrayBuffers <= before.arrayBuffers + 1000,
    `${right.arrayBuffers - before.arrayBuffers} bytes more`,
  );
  assert.ok(
    right.external - before.external < 100_000,
    `${right.external - before.external} bytes more outside`,
  );
  await collected();
  const after = process.memoryUsage();
  assert.ok(
    after.heapUsed - before.heapUsed < 500_000,
    `${after.heapUsed - before.heapUsed} bytes more in the heap`,
  );
});

test("opening and closing 20,000 without a turn of the event loop leaves no memory behind", async () => {
  using fd = mapCreate({ type: MapType.PERCPU_ARRAY, keySize: 4, valueSize: 4096, maxEntries: 1 });
  const fds = countFds();
  const open = (count: number) => {
    for (let index = 0; index < count; index++) {
      const elements = new MapElements(fd);
      elements.newBatch(4);
      elements.close();
    }
  };
  open(100);
  const before = process.memoryUsage.rss();
  open(20_000);
  const grown = process.memoryUsage.rss() - before;
  // Left to pile up, their buffers would be over 800 MB; V8 frees them when it comes to it.
  assert.ok(grown < 500_000_000, `${grown} bytes more`);
  assert.is(countFds(), fds);
  await collected();
});

test("one that is garbage collected open is closed, with a warning", async () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 1 });
  await collected();
  const before = countFds();
  const warning = once(process, "warning") as Promise<[Error & { code: string }]>;
  (() => new MapElements(fd))();
  assert.is(countFds(), before + 1);
  await collected();
  assert.is(countFds(), before);
  const [{ code, message }] = await warning;
  assert.is(code, "BPF_FD_LEAKED");
  assert.match(message, /MapElements was garbage collected/);
});

test("one that only its batch holds stays open", async () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 1 });
  const batch = (() => new MapElements(fd).newBatch(1))();
  await collected();
  assert.is(batch.lookup(), -2);
});

test.run();
