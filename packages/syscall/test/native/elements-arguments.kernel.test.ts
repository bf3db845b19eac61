import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../../src/addon/load.js";
import type { BatchArguments } from "../../src/addon/native.js";
import { Command, MapType } from "../../src/generated/index.js";
import { BatchOperation } from "../../src/map/batch-operation.js";
import { countFds } from "../open-fds.js";

const [EBADF, EINVAL, EFAULT] = [-9, -22, -14];
const addon = native();
const test = suite("the addon's own checks of elements, batches and memory");

/** A map of 4-byte keys and 8-byte values that the addon owns: its descriptor. */
function array(maxEntries = 4, flags = 0): number {
  new Uint32Array(addon.scratch).fill(0).set([MapType.ARRAY, 4, 8, maxEntries, flags]);
  return addon.mapCreate(72, "", -1, -1);
}

const map = addon.elementsOpen(array(), 8);
addon.elementsBuffer(map);
const mapped = array(4, 1024);
function mappedId(): number {
  addon.mapInfo(mapped, 88);
  return new Uint32Array(addon.scratch)[1]!;
}
const memory = addon.memoryMap(mapped, mappedId(), MapType.ARRAY, 32, true);
const readOnly = addon.memoryMap(mapped, mappedId(), MapType.ARRAY, 32, false);

/** Arguments of a batch of 4 elements that fit, with some replaced. */
function batch(replaced: Partial<Record<keyof typeof places, unknown>> = {}): BatchArguments {
  const fit: unknown[] = [
    map,
    BatchOperation.lookup,
    new Uint8Array(16),
    new Uint8Array(32),
    new Uint8Array(40),
    4,
    0,
    0,
  ];
  for (const [name, value] of Object.entries(replaced)) fit[places[name as keyof typeof places]] = value;
  return fit as BatchArguments;
}
const places = { map: 0, operation: 1, keys: 2, values: 3, position: 4, capacity: 5, from: 6, flags: 7 };

/** A position whose count is this. */
const counting = (count: number) => new Uint8Array(Uint32Array.of(count, 0, 0, 0, 0, 0, 0, 0, 0, 0).buffer);
const detached = () => {
  const bytes = new Uint8Array(16);
  structuredClone(0, { transfer: [bytes.buffer] });
  return bytes;
};

const wrongBatches: [string, Parameters<typeof batch>[0]][] = [
  ["map is a string", { map: "0" }],
  ["an unknown operation", { operation: 8 }],
  ["keys one byte short", { keys: new Uint8Array(15) }],
  ["keys are an ArrayBuffer", { keys: new ArrayBuffer(16) }],
  ["keys were transferred", { keys: detached() }],
  ["values one byte short", { values: new Uint8Array(31) }],
  ["values short for keys only, too", { operation: BatchOperation.walkKeys, values: new Uint8Array(0) }],
  ["position one byte short", { position: new Uint8Array(39) }],
  ["position at an odd address", { position: new Uint8Array(64).subarray(1) }],
  ["capacity 0", { capacity: 0 }],
  ["capacity beyond the memory", { capacity: 0xffff_ffff }],
  ["capacity is negative", { capacity: -1 }],
  ["from after the count", { operation: BatchOperation.update, position: counting(2), from: 3 }],
  ["count after the capacity", { operation: BatchOperation.delete, position: counting(5) }],
  ["flags are negative", { flags: -1 }],
  ["flags of 54 bits", { flags: 2 ** 53 }],
  ["flags are a bigint", { flags: 0n }],
];

const wrong: [string, () => unknown][] = [
  ["elementLookup: nothing", () => (addon.elementLookup as unknown as () => void)()],
  ["elementLookup: map is an object", () => addon.elementLookup({} as never)],
  ["elementUpdate: flags are a string", () => addon.elementUpdate(map, "0" as never)],
  ["elementNext: first is a number", () => addon.elementNext(map, 1 as never)],
  ["elementUpdateFd: a descriptor that is not the addon's", () => addon.elementUpdateFd(map, 0, 0, -1)],
  ["elementUpdateFd: nothing", () => (addon.elementUpdateFd as unknown as () => void)()],
  ["elementOfFd: a descriptor that is not the addon's", () => addon.elementOfFd(map, 1, 0, 0)],
  ["elementOfFd: nothing", () => (addon.elementOfFd as unknown as () => void)()],
  ["elementsOpen: of a descriptor that is not the addon's", () => addon.elementsOpen(0, 8)],
  ["elementsOpen: a negative length", () => withArray((fd) => addon.elementsOpen(fd, -1))],
  ["elementsBuffer: a second one", () => addon.elementsBuffer(map)],
  ["elementsBuffer: of no map", () => addon.elementsBuffer(99)],
  ["elementsClose: a string", () => addon.elementsClose("0" as never)],
  ["memoryMap: of a descriptor that is not the addon's", () => addon.memoryMap(0, 1, 2, 32, true)],
  ["memoryMap: a negative length", () => addon.memoryMap(mapped, mappedId(), MapType.ARRAY, -1, true)],
  ["memoryBuffer: of no mapping", () => addon.memoryBuffer(99)],
  ["memoryBuffer: of a read-only mapping", () => addon.memoryBuffer(readOnly)],
  ["memoryRead: of no mapping", () => addon.memoryRead(-1, 0, new Uint8Array(1))],
  ["memoryRead: from a negative place", () => addon.memoryRead(memory, -1, new Uint8Array(1))],
  ["memoryRead: into a string", () => addon.memoryRead(memory, 0, "x" as never)],
  ["memoryClose: of no mapping", () => addon.memoryClose(99, true)],
  ...wrongBatches.map(([name, replaced]): [string, () => unknown] => [
    `batchRun: ${name}`,
    () => addon.batchRun(...batch(replaced)),
  ]),
  ...wrongBatches.map(([name, replaced]): [string, () => unknown] => [
    `batchStart: ${name}`,
    () => addon.batchStart(...batch(replaced)),
  ]),
];
for (const [name, call] of wrong) {
  test(name, () => {
    const before = countFds();
    assert.throws(call, (error: unknown) => error instanceof TypeError);
    assert.is(countFds(), before);
  });
}

function withArray(use: (fd: number) => unknown): void {
  const fd = array();
  try {
    use(fd);
  } finally {
    addon.close(fd);
  }
}

test("what fits is taken", async () => {
  assert.is(addon.batchRun(...batch()), 0);
  assert.is(await addon.batchStart(...batch()), 0);
  assert.is(addon.elementLookup(map), undefined);
});

test("numbers that no map has are EBADF", () => {
  for (const number of [-1, 5, 0x7fff_ffff, -0x8000_0000]) {
    assert.is(addon.elementLookup(number), EBADF);
    assert.is(addon.elementNext(number, true), EBADF);
    assert.is(addon.elementsClose(number), EBADF);
    assert.is(addon.elementsFreeze(number), EBADF);
    assert.is(addon.batchRun(...batch({ map: number })), EBADF);
    assert.is(addon.batchStart(...batch({ map: number })), EBADF);
  }
});

test("a descriptor's place outside the value is EINVAL, as is a command on something else than one element", () => {
  withArray((fd) => {
    assert.is(addon.elementUpdateFd(map, fd, 0, 5), EINVAL);
    assert.is(addon.elementUpdateFd(map, fd, 0, 0x7fff_ffff), EINVAL);
    assert.is(addon.elementOfFd(map, Command.MAP_CREATE, fd, 0), EINVAL);
    assert.is(addon.elementOfFd(map, Command.MAP_GET_NEXT_KEY, fd, 0), EINVAL);
  });
});

test("the descriptor of an open map is nobody else's: it is neither closed, nor read, nor opened again", () => {
  const fd = array();
  const own = addon.elementsOpen(fd, 8);
  assert.is(addon.close(fd), EBADF);
  assert.is(addon.release(fd), EBADF);
  assert.is(addon.adopt(fd), -17);
  assert.throws(
    () => addon.isMap(fd),
    (error: unknown) => error instanceof TypeError,
  );
  assert.throws(
    () => addon.elementsOpen(fd, 8),
    (error: unknown) => error instanceof TypeError,
  );
  assert.is(addon.elementsClose(own), 0);
  assert.is(addon.elementsClose(own), EBADF);
});

test("without a buffer, and once V8's was transferred, calls are EFAULT", () => {
  const small = addon.elementsOpen(array(), 8);
  assert.is(addon.elementLookup(small), EFAULT);
  addon.elementsClose(small);
  new Uint32Array(addon.scratch).fill(0).set([MapType.ARRAY, 4, 5000, 1]);
  const large = addon.elementsOpen(addon.mapCreate(72, "", -1, -1), 5000);
  const buffer = addon.elementsBuffer(large);
  assert.is(addon.elementLookup(large), undefined);
  structuredClone(0, { transfer: [buffer] });
  assert.is(addon.elementLookup(large), EFAULT);
  addon.elementsClose(large);
});

test("a length below the value size is EINVAL, and takes nothing over", () => {
  withArray((fd) => assert.is(addon.elementsOpen(fd, 7), EINVAL));
});

test("a mapping of another map than the one that is told is ESTALE", () => {
  assert.is(addon.memoryMap(mapped, mappedId() + 1, MapType.ARRAY, 32, true), -116);
  assert.is(addon.memoryMap(mapped, mappedId(), MapType.HASH, 32, true), -116);
});

test("reads past a mapping are ERANGE; its ArrayBuffer is made once", () => {
  assert.is(addon.memoryRead(memory, 25, new Uint8Array(8)), -34);
  assert.is(addon.memoryRead(memory, 2 ** 53 - 1, new Uint8Array(8)), -34);
  assert.is(addon.memoryRead(memory, 24, new Uint8Array(8)), 0);
  assert.is(addon.memoryBuffer(memory).byteLength, 32);
  assert.throws(
    () => addon.memoryBuffer(memory),
    (error: unknown) => error instanceof TypeError,
  );
});

test.run();
