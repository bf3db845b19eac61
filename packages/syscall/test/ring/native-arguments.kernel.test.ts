/** The addon's own checks: whatever JavaScript passes, it answers with a TypeError or -errno, and touches no foreign memory. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../../src/addon/load.js";
import { numberOf } from "../../src/fd/bpf-fd.js";
import { mapCreate } from "../../src/index.js";
import { footprint } from "./footprint.js";

const [EBADF, EINVAL] = [9, 22];
const addon = native();
const ring = mapCreate({ type: 27, keySize: 0, valueSize: 0, maxEntries: 4096 });
const hash = mapCreate({ type: 1, keySize: 4, valueSize: 4, maxEntries: 4096 });
const fd = numberOf(ring);
const nothing = () => undefined;
const reader = addon.ringOpen(fd, 16, -1, nothing);
const bytes = new Uint8Array(64);
const offsets = new Uint32Array(17);

const test = suite("the addon's ring calls");
test.after(() => {
  addon.ringClose(reader);
  ring.close();
  hash.close();
});

const wrong: [string, () => unknown][] = [
  ["no arguments", () => (addon.ringOpen as unknown as () => void)()],
  ["a descriptor that is not the addon's", () => addon.ringOpen(0, 16, -1, nothing)],
  ["no records", () => addon.ringOpen(fd, 0, -1, nothing)],
  ["records without end", () => addon.ringOpen(fd, 2 ** 32 - 1, -1, nothing)],
  ["an interval that is no integer", () => addon.ringOpen(fd, 16, 0.5, nothing)],
  ["no function", () => addon.ringOpen(fd, 16, -1, {} as never)],
  ["a reader that is a string", () => addon.ringWait("0" as never)],
  ["a reader that is a fraction", () => addon.ringTake(0.5, bytes, offsets)],
  ["bytes of a DataView", () => addon.ringTake(reader, new DataView(bytes.buffer) as never, offsets)],
  ["offsets of 16 bits", () => addon.ringTake(reader, bytes, new Uint16Array(17) as never)],
  ["offsets that are signed", () => addon.ringTake(reader, bytes, new Int32Array(17) as never)],
  ["offsets for one record less", () => addon.ringTake(reader, bytes, new Uint32Array(16))],
  ["offsets that were transferred away", () => addon.ringTake(reader, bytes, transferred(17))],
  ["a negative count", () => addon.ringAdvance(reader, -1)],
  ["closing an object", () => addon.ringClose({} as never)],
];

function transferred(length: number): Uint32Array {
  const array = new Uint32Array(length);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

for (const [name, call] of wrong) {
  test(`${name}: TypeError`, () => {
    const before = footprint();
    assert.throws(call, (error: unknown) => error instanceof TypeError);
    assert.equal(footprint(), before);
  });
}

test("what is no reader, or no ring", () => {
  for (const number of [reader + 1, -1, 0x7fff_ffff]) {
    assert.is(addon.ringWait(number), -EBADF);
    assert.is(addon.ringTake(number, bytes, offsets), -EBADF);
    assert.is(addon.ringAdvance(number, 0), -EBADF);
    assert.is(addon.ringClose(number), -EBADF);
  }
  const before = footprint();
  assert.is(addon.ringOpen(numberOf(hash), 16, -1, nothing), -EINVAL);
  assert.equal(footprint(), before);
});

test("no room at all, and more given back than there is", () => {
  assert.is(addon.ringTake(reader, new Uint8Array(0), offsets), 0);
  assert.is(addon.ringAdvance(reader, 1), -EINVAL);
  assert.is(addon.ringAdvance(reader, 0), 0);
});

test("waiting twice is waiting once; a closed reader's number is given again", () => {
  assert.is(addon.ringWait(reader), 0);
  assert.is(addon.ringWait(reader), 0);
  const second = addon.ringOpen(fd, 16, 5, nothing);
  assert.is(addon.ringClose(second), 0);
  assert.is(addon.ringClose(second), -EBADF);
  assert.is(addon.ringOpen(fd, 16, 5, nothing), second);
  assert.is(addon.ringClose(second), 0);
});

test.run();
