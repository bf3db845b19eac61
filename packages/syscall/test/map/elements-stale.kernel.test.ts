import { closeSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MapElements, MapType, mapCreate, mapInfo, mapLookup, mapUpdate } from "../../src/index.js";
import { openFds } from "../open-fds.js";
import { stranger, strangersArray } from "../stranger.js";

const [EBADF, EFAULT, EINVAL] = [-9, -14, -22];
const test = suite("a MapElements whose private descriptor somebody closed");
const other = stranger();

/** An access to an array of 8-byte values whose number, told here, is closed, and is the next that is given out. */
function orphan() {
  const fd = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 4 });
  const elements = new MapElements(fd);
  const batch = elements.newBatch(4);
  const number = [...openFds(/bpf-map/).keys()].find((one) => one !== fd.fd)!;
  closeSync(number);
  return { elements, batch, number, [Symbol.dispose]: () => fd.close() };
}

test("answers EBADF, and closes without a word", () => {
  using lost = orphan();
  const { elements, batch } = lost;
  for (const result of [
    elements.lookup(),
    elements.update(),
    elements.delete(),
    elements.next(true),
    elements.freeze(),
  ]) {
    assert.is(result, EBADF);
  }
  batch.count = 1;
  assert.is(batch.update(), EBADF);
  assert.is(batch.count, 0);
  assert.is(batch.lookup(), EBADF);
  assert.is(batch.walk(), EBADF);
  elements.close();
});

test("does not reach, nor close, what this package opened since", async () => {
  using lost = orphan();
  const { elements, batch, number } = lost;
  using fd = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 4 });
  assert.is(fd.fd, number);
  elements.value.fill(1);
  assert.is(elements.update(), EBADF);
  assert.is(batch.lookup(), EBADF);
  assert.is(await batch.walkAsync(), EBADF);
  elements.close();
  assert.equal(mapLookup(fd, new Uint8Array(4)), new Uint8Array(8));
  assert.is(mapInfo(fd).valueSize, 8);
});

test("overwrites nothing where a stranger's larger map has its number", async () => {
  using lost = orphan();
  const { elements, batch, number } = lost;
  const valueSize = 1 << 20;
  assert.is(strangersArray(other, valueSize), number);
  elements.value.fill(7);
  const neighbours = Array.from({ length: 1000 }, () => new Uint8Array(64).fill(3));
  assert.is(elements.lookup(), EFAULT, "the guard page");
  assert.equal(elements.value, new Uint8Array(8).fill(7));
  assert.is(elements.update(), EFAULT, "nothing behind the guard is handed out either");
  for (const bytes of neighbours)
    assert.is(
      bytes.every((byte) => byte === 3),
      true,
    );
  // What moves much compares the map first.
  assert.is(batch.lookup(), EBADF);
  assert.is(batch.walk(), EBADF);
  batch.count = 1;
  assert.is(batch.update(), EBADF);
  assert.is(batch.delete(), EBADF);
  assert.is(await batch.lookupAsync(), EBADF);
  assert.is(elements.freeze(), EBADF);
  elements.close();
});

test("overwrites nothing where that map is a little larger: what follows is the addon's own", () => {
  using lost = orphan();
  const { elements, number } = lost;
  assert.is(strangersArray(other, 100), number);
  using fd = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1 });
  using bystander = new MapElements(fd);
  bystander.value.fill(5);
  assert.is(elements.lookup(), 0);
  assert.equal(elements.value, new Uint8Array(8));
  assert.equal(bystander.value, new Uint8Array(8).fill(5));
  elements.close();
});

test("a file at its number is refused by the kernel", () => {
  using lost = orphan();
  const { elements, batch, number } = lost;
  assert.is(other.openat2(-100, "/dev/null", 2, 0, 0), number);
  assert.is(elements.lookup(), EINVAL);
  assert.is(batch.lookup(), EBADF);
  elements.close();
});

test("the other way round: a map of another size at the path or number that it was opened by changes nothing", () => {
  const fd = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1 });
  const { fd: number } = fd;
  using elements = new MapElements(fd);
  fd.close();
  using larger = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 65536, maxEntries: 1 });
  assert.is(larger.fd, number);
  mapUpdate(larger, new Uint8Array(4), new Uint8Array(65536).fill(1));
  elements.value.fill(9);
  assert.is(elements.update(), 0);
  assert.is(elements.lookup(), 0);
  assert.equal(elements.value, new Uint8Array(8).fill(9));
});

test.run();
