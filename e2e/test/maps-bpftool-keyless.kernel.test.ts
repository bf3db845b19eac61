/** Queues, stacks and bloom filters, which bpftool pushes to, peeks at and pops from. */
import { openBloomFilter, openQueue } from "@bpf/maps";
import { mapLookup } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nextValue, pushValue } from "../src/bpftool-elements.js";
import { typedMaps } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

interface Job {
  id: bigint;
  command: string;
  direction: string | number;
  arguments: number[];
}

const jobs: Job[] = [
  { id: 2n ** 64n - 1n, command: "start", direction: "IN", arguments: [1, 2, 3] },
  { id: 0n, command: "twelve chars", direction: "OUT", arguments: [0, 0, 255] },
  { id: 1n, command: "", direction: 77, arguments: [255, 0, 1] },
];

/** struct job of testdata/typed-maps.bpf.c, by hand: bpftool has no types of maps without keys. */
function jobBytes({ id, command, direction, arguments: rest }: Job): Uint8Array {
  const bytes = new Uint8Array(24);
  new DataView(bytes.buffer).setBigUint64(0, id, true);
  bytes.set(new TextEncoder().encode(command), 8);
  const directions: Record<string, number> = { IN: 1, OUT: 2 };
  bytes[20] = typeof direction === "number" ? direction : directions[direction]!;
  bytes.set(rest, 21);
  return bytes;
}

const { btf } = typedMaps;
const test = suite("queues, stacks and bloom filters, by bpftool");

for (const { name, inOrder } of [
  { name: "jobs", inOrder: (values: Job[]) => values },
  { name: "undo", inOrder: (values: Job[]) => [...values].reverse() },
]) {
  test(`${name}: pushed by us, peeked at and popped by bpftool`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using queue = openQueue<Job>(pinned, { btf });
      for (const job of jobs) queue.push(job);
      for (const job of inOrder(jobs)) {
        assert.equal(queue.peek(), job);
        assert.equal(nextValue(pinned.path!, "peek"), jobBytes(job));
        assert.equal(nextValue(pinned.path!, "pop"), jobBytes(job));
      }
      assert.is(nextValue(pinned.path!, "pop"), undefined);
      assert.is(queue.peek(), undefined);
    }));

  test(`${name}: pushed by bpftool, popped by us`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using queue = openQueue<Job>(pinned, { btf });
      for (const job of jobs) pushValue(pinned.path!, jobBytes(job));
      for (const job of inOrder(jobs)) {
        assert.equal(queue.peek(), job);
        assert.equal(queue.pop(), job);
      }
      assert.is(queue.pop(), undefined);
    }));

  test(`${name}: a pin alone gives bytes`, () =>
    withMaps(typedMaps, (maps) => {
      const { path } = maps.get(name)!;
      using queue = openQueue(path!);
      pushValue(path!, jobBytes(jobs[0]!));
      assert.equal(queue.pop(), jobBytes(jobs[0]!));
      queue.push(jobBytes(jobs[1]!));
      assert.equal(nextValue(path!, "peek"), jobBytes(jobs[1]!));
    }));
}

interface PaddedKey {
  zone: number;
  number: number;
}

const paddedBytes = ({ zone, number }: PaddedKey): Uint8Array => {
  const bytes = new Uint8Array(8);
  bytes[0] = zone;
  new DataView(bytes.buffer).setUint32(4, number, true);
  return bytes;
};

test("known: pushed by bpftool, found by us", () =>
  withMaps(typedMaps, (maps) => {
    const { path } = maps.get("known")!;
    using filter = openBloomFilter<PaddedKey>(path!);
    const values = Array.from({ length: 20 }, (_, index) => ({ zone: index, number: 2 ** 32 - 1 - index }));
    // A bloom filter may take one value for another, but with 1,000 slots hardly 20 in a row.
    assert.ok(values.some((value) => !filter.has(value)));
    for (const value of values) pushValue(path!, paddedBytes(value));
    for (const value of values) assert.ok(filter.has(value), JSON.stringify(value));
  }));

test("known: added by us, found by plain bpf(2): bpftool cannot say what it asks a filter for", () =>
  withMaps(typedMaps, (maps) => {
    const { path, fd } = maps.get("known")!;
    using filter = openBloomFilter<PaddedKey>(path!);
    const value = { zone: 7, number: 0x01020304 };
    const ask = () => mapLookup(fd, new Uint8Array(0), { value: paddedBytes(value) });
    assert.is(ask(), undefined);
    filter.add(value);
    assert.is.not(ask(), undefined);
  }));

test.run();
