/**
 * The map behind a path or a descriptor number becomes one with larger or smaller elements between two calls: every
 * call reads and writes the map that was opened, or throws, and no byte outside its buffers changes.
 */
import { closeSync, rmSync } from "node:fs";
import { MapType } from "@bpf/elf";
import { MapError, openMap, openQueue } from "@bpf/maps";
import {
  BpfError,
  type BpfFd,
  FdClosedError,
  mapCreate,
  mapInfo,
  mapLookup,
  mapUpdate,
  objGet,
  objPin,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { openFds } from "../src/bpffs-tree.js";

const path = `${bpffs}/replaced`;
const small = { type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 16 };
const large = { ...small, keySize: 512, valueSize: 60_000 };
const bytes = (size: number, fill: number): Uint8Array => new Uint8Array(size).fill(fill);

/** A pinned map with one element, key and value all `fill`. */
function pinNew(attr: typeof small, fill: number): number {
  rmSync(path, { force: true });
  using fd = mapCreate(attr);
  mapUpdate(fd, bytes(attr.keySize, fill), bytes(attr.valueSize, fill));
  objPin(fd, path);
  return mapInfo(fd).id;
}

const test = suite("maps that are replaced");
test.before.each(emptyBpffs);

for (const [before, after] of [
  [small, large],
  [large, small],
] as const) {
  const title = `${before.valueSize} bytes by ${after.valueSize}`;

  test(`a pin replaced, ${title}: the open map is still the one that was opened`, () => {
    const fds = openFds().length;
    {
      const id = pinNew(before, 1);
      using map = openMap<Uint8Array, Uint8Array>(path);
      const entries = map.entries();
      const newId = pinNew(after, 2);
      assert.is(map.info.id, id);
      assert.equal(map.get(bytes(before.keySize, 1)), bytes(before.valueSize, 1));
      map.set(bytes(before.keySize, 3), bytes(before.valueSize, 4));
      assert.is([...entries].length, 2);
      assert.is([...map].length, 2);
      // Keys of the new map's size are refused before the kernel sees them.
      assert.throws(() => map.get(bytes(after.keySize, 2)), /key/);
      assert.throws(() => map.set(bytes(before.keySize, 1), bytes(after.valueSize, 2)), /value/);
      using again = openMap<Uint8Array, Uint8Array>(path);
      assert.is(again.info.id, newId);
      assert.equal([...again], [[bytes(after.keySize, 2), bytes(after.valueSize, 2)]]);
    }
    assert.is(openFds().length, fds);
  });

  test(`a pin replaced during a walk, ${title}`, () => {
    pinNew(before, 1);
    using map = openMap<Uint8Array, Uint8Array>(path);
    for (let i = 2; i < 10; i++) map.set(bytes(before.keySize, i), bytes(before.valueSize, i));
    let seen = 0;
    for (const [key, value] of map) {
      if (seen++ === 0) pinNew(after, 77);
      assert.equal([key.length, value.length], [before.keySize, before.valueSize]);
      assert.is(key[0], value[0]);
      assert.is.not(key[0], 77);
    }
    assert.is(seen, 9);
  });

  test(`the number of the given descriptor closed and taken by another map, ${title}`, () => {
    using first = mapCreate(before);
    mapUpdate(first, bytes(before.keySize, 1), bytes(before.valueSize, 1));
    const map = openMap<Uint8Array, Uint8Array>(first);
    const number = first.fd;
    closeSync(number);
    using other = mapCreate(after);
    assert.is(other.fd, number, "the kernel gives the lowest free number");
    mapUpdate(other, bytes(after.keySize, 2), bytes(after.valueSize, 2));
    // It has a descriptor of its own.
    assert.equal(map.get(bytes(before.keySize, 1)), bytes(before.valueSize, 1));
    assert.equal([...map], [[bytes(before.keySize, 1), bytes(before.valueSize, 1)]]);
    map.close();
    assert.equal(mapLookup(other, bytes(after.keySize, 2)), bytes(after.valueSize, 2));
    // Who opens the stale BpfFd now is told, or gets the map that the number means with that map's own sizes.
    try {
      using stale = openMap<Uint8Array, Uint8Array>(first);
      assert.is(stale.info.valueSize, after.valueSize);
      assert.equal([...stale], [[bytes(after.keySize, 2), bytes(after.valueSize, 2)]]);
    } catch (error) {
      assert.ok(BpfError.is(error) || error instanceof FdClosedError, String(error));
    }
  });
}

/** Closing what somebody else closed before may say so. */
function closeTaken(close: () => void): void {
  try {
    close();
  } catch (error) {
    assert.ok(BpfError.is(error) && error.code === "EBADF", String(error));
  }
}

/** Closes, behind everybody's back, every descriptor of a map that this process has but those that are kept. */
function closeOthers(...kept: BpfFd[]): string[] {
  const keep = new Set(kept.map(({ fd }) => String(fd)));
  const found = openFds().filter((number) => !keep.has(number));
  for (const number of found) closeSync(Number(number));
  return found;
}

test("the private descriptor closed by somebody else: an error, and nothing else is touched or closed", () => {
  using large60k = mapCreate(large);
  mapUpdate(large60k, bytes(512, 9), bytes(60_000, 9));
  objPin(large60k, path);
  // Nothing of ours may be open but what the map opens.
  const before = new Set(openFds());
  const fd = mapCreate(small);
  mapUpdate(fd, bytes(4, 1), bytes(8, 1));
  const map = openMap<Uint8Array, Uint8Array>(fd);
  fd.close();
  const own = openFds().filter((number) => !before.has(number));
  assert.ok(own.length > 0);
  for (const number of own) closeSync(Number(number));

  const refused = (call: () => unknown): void => {
    assert.throws(call, (error: unknown) => BpfError.is(error) && /^EBADFD?$/.test(error.code));
  };
  refused(() => map.get(bytes(4, 1)));
  refused(() => map.set(bytes(4, 1), bytes(8, 1)));
  refused(() => [...map]);

  // The numbers now mean a map whose elements are 7,500 times as large, which others own.
  const taken = own.map(() => objGet(path));
  const fill = bytes(60_000, 9);
  const calls: (() => unknown)[] = [
    () => map.get(bytes(4, 9)),
    () => map.has(bytes(4, 9)),
    () => map.set(bytes(4, 9), bytes(8, 9)),
    () => map.delete(bytes(4, 9)),
    () => map.take(bytes(4, 9)),
    () => [...map],
    () => [...map.keys()],
    () => map.setAll([[bytes(4, 9), bytes(8, 9)]]),
    () => map.deleteAll([bytes(4, 9)]),
    () => map.clear(),
    () => map.count(),
  ];
  for (const call of calls) {
    assert.throws(call, (error: unknown) => BpfError.is(error) || MapError.is(error), String(call));
    for (const other of taken) assert.equal(mapLookup(other, bytes(512, 9)), fill, String(call));
  }
  closeTaken(() => map.close());
  for (const other of taken) {
    assert.equal(mapLookup(other, bytes(512, 9)), fill, "closing ours closed theirs");
    other.close();
  }
});

test("a queue's private descriptor taken by a queue of larger elements", () => {
  const attr = { type: MapType.QUEUE, keySize: 0, valueSize: 8, maxEntries: 4 };
  using wide = mapCreate({ ...attr, valueSize: 50_000 });
  mapUpdate(wide, bytes(0, 0), bytes(50_000, 5));
  objPin(wide, path);
  const fd = mapCreate(attr);
  const queue = openQueue<Uint8Array>(fd);
  fd.close();
  const own = closeOthers(wide);
  const taken = own.map(() => objGet(path));
  for (const call of [() => queue.peek(), () => queue.pop(), () => queue.push(bytes(8, 1))]) {
    assert.throws(call, (error: unknown) => BpfError.is(error) || MapError.is(error));
  }
  assert.equal(mapLookup(wide, bytes(0, 0)), bytes(50_000, 5));
  closeTaken(() => queue.close());
  for (const other of taken) other.close();
});

test.run();
