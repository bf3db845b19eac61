import { closeSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  type BpfFd,
  FdClosedError,
  mapCreate,
  mapDelete,
  mapInfo,
  mapLookup,
  mapNextKey,
  mapUpdate,
  procFdPath,
} from "../../src/index.js";
import { stranger, strangersArray } from "../stranger.js";

const test = suite("a BpfFd whose number somebody else closed");
const key = new Uint8Array(4);
const other = stranger();

/** The number, as one who counts descriptors guesses it. */
const guess = (fd: BpfFd) => Number(/\d+$/.exec(procFdPath(fd))![0]);
const array = (valueSize: number) => mapCreate({ type: 2, keySize: 4, valueSize, maxEntries: 1 });

/** An array map of value size 8, looked up before, whose number was closed. */
function orphan(): { map: BpfFd; number: number } {
  const map = array(8);
  mapLookup(map, key);
  const number = guess(map);
  closeSync(number);
  return { map, number };
}

test("is closed once the number is a new BpfFd's, which it then leaves alone", () => {
  const { map, number } = orphan();
  using large = array(65536);
  assert.is(guess(large), number);
  assert.throws(() => mapLookup(map, key), FdClosedError.is);
  assert.is(map.closed, true);
  map.close();
  assert.is(mapInfo(large).valueSize, 65536);
});

test("does not reach a larger map that a stranger has made since", () => {
  const { map, number } = orphan();
  assert.is(strangersArray(other, 65536), number);
  for (const call of [
    () => mapLookup(map, key),
    () => mapUpdate(map, key, new Uint8Array(8)),
    () => mapDelete(map, key),
    () => mapNextKey(map),
  ]) {
    assert.throws(
      call,
      (error: BpfError) =>
        error.code === "EBADF" && error.syscall === "bpf" && /someone else closed/.test(error.message),
    );
  }
  map.release();
  other.close(number);
});

test("does not reach another map of the same sizes", () => {
  const { map, number } = orphan();
  assert.is(strangersArray(other, 8), number);
  assert.throws(
    () => mapUpdate(map, key, new Uint8Array(8)),
    (error: BpfError) => error.code === "EBADF",
  );
  map.release();
  other.close(number);
});

test("does not reach a file", () => {
  const { map, number } = orphan();
  assert.is(other.openat2(-100, "/dev/null", 2, 0, 0), number);
  assert.throws(
    () => mapLookup(map, key),
    (error: BpfError) => error.code === "EBADF",
  );
  map.release();
  other.close(number);
});

test("has the sizes of the map that the number means now, if the number was read", () => {
  const { map, number } = orphan();
  assert.is(map.fd, number);
  assert.is(strangersArray(other, 4096), number);
  assert.is(mapLookup(map, key)!.length, 4096);
  map.release();
  other.close(number);
});

test.run();
