/** Typed hashes and arrays: written by us and read by bpftool, written by bpftool and read by us, equal. */
import { openMap } from "@bpf/maps";
import type { PinnedMap } from "@bpf/pinning";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dumpElements, lookupElement, updateElement } from "../src/bpftool-elements.js";
import { assertContains } from "../src/contains.js";
import { Random } from "../src/random.js";
import { typedElement, typedMaps } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

interface Case {
  /** Of the map in testdata/typed-maps.bpf.c. */
  name: string;
  /** Written by us. */
  entries: [key: unknown, value: unknown][];
  /** A key that bpftool writes; every byte of it can be told by its type. */
  keyBytes(random: Random, index: number): Uint8Array;
}

const u32Bytes = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

const flow = {
  packets: 2n ** 64n - 1n,
  balance: -(2n ** 63n),
  times: { first: 0n, last: 1n << 40n, gaps: [0, 1, 0xffffffff], drift: -(2 ** 31) },
  label: "größe",
  open: true,
  direction: "OUT",
  weight: -32768,
  state: "FAILED",
  syn: 1,
  window: 0x1ffff,
  trend: -16,
  last: 31,
  code: 0xfedcba98,
  pairs: [
    { small: -128, letter: "a" },
    { small: 127, letter: "" },
    { small: 0, letter: "z" },
  ],
  next: 0xffff888012345678n,
};
const quiet = {
  ...flow,
  ...{ packets: 0n, balance: 2n ** 63n - 1n, label: "0123456789abcdef", open: false, direction: "IN" },
  ...{ weight: 32767, state: 5, syn: 0, window: 0, trend: 15, last: 0, code: 0, next: 0n },
};
const port = (low: number, high: number, state: string | number) => ({
  ...{ source: { v4: low }, target: { v6: [...Array(15).keys(), 255] } },
  ...{ ports: [low & 0xffff, high], state },
});

const cases: Case[] = [
  {
    name: "flows",
    entries: [
      [port(0x0100007f, 443, "OPEN"), flow],
      [port(0xffffffff, 65535, "FAILED"), quiet],
      [port(0, 0, "IDLE"), { ...flow, state: "IDLE", label: "" }],
    ],
    keyBytes: (random) => random.bytes(40),
  },
  {
    name: "headers",
    entries: [
      [
        0,
        {
          version: 7,
          kind: 31,
          sequence: 2n ** 33n - 1n,
          offset: -(2n ** 30n),
          length: 65535,
          words: [1, 2],
        },
      ],
      [
        4,
        {
          version: 0,
          kind: 1,
          sequence: 1n << 32n,
          offset: 2n ** 30n - 1n,
          length: 1,
          words: [2 ** 32 - 1, 0],
        },
      ],
    ],
    keyBytes: (_, index) => u32Bytes(index % 5),
  },
  {
    name: "gauges",
    entries: [
      [0, { now: 1, highest: 0xffffffff, change: -1 }],
      [599, { now: 0xfffffffe, highest: 0, change: -(2 ** 31) }],
    ],
    keyBytes: (random) => u32Bytes(random.below(600)),
  },
  {
    name: "recent",
    entries: [
      [{ zone: 1, number: 2 }, flow.times],
      [
        { zone: 255, number: 0xffffffff },
        { ...flow.times, drift: 2 ** 31 - 1 },
      ],
    ],
    // Three bytes of padding, which no value tells of.
    keyBytes: (random) => random.bytes(8).fill(0, 1, 4),
  },
  {
    name: "guarded",
    entries: [
      ["key", { generation: 1, total: 1n }],
      ["12345678", { generation: 0xffffffff, total: 2n ** 64n - 1n }],
      ["", { generation: 0, total: 0n }],
    ],
    keyBytes: (_, index) => new TextEncoder().encode(`key ${index}\0\0\0\0\0`.slice(0, 8)),
  },
  {
    name: "timers",
    entries: [[3, { fired: 7n, period: 0xffffffff }]],
    keyBytes: (_, index) => u32Bytes(index % 4),
  },
  {
    name: "measures",
    entries: [
      [0, { ratio: -0.5, mean: Math.PI, history: [0, Number.POSITIVE_INFINITY, -(2 ** -149)] }],
      [65535, { ratio: Number.NaN, mean: Number.MIN_VALUE, history: [2 ** 127, -0, 1.5] }],
    ],
    keyBytes: (random) => random.bytes(2),
  },
  {
    name: "serials",
    entries: [
      [-128, { whole: 2n ** 128n - 1n, change: -(2n ** 127n) }],
      [127, { whole: 1n << 64n, change: 2n ** 127n - 1n }],
      [0, { whole: 0n, change: -1n }],
    ],
    keyBytes: (_, index) => Uint8Array.of(index * 7),
  },
];

/** In an order that the map's own does not matter for. */
const sorted = (entries: Iterable<readonly [unknown, unknown]>): (readonly [unknown, unknown])[] => {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, field) => (typeof field === "bigint" ? `${field}n` : field));
  return [...entries].sort((a, b) => (text(a[0]) < text(b[0]) ? -1 : 1));
};

const readByBpftool = (map: PinnedMap): (readonly [unknown, unknown])[] =>
  dumpElements(map.path!).map((element) => {
    const { key, values } = typedElement(map, element);
    return [key, values[0]];
  });

const test = suite("typed hashes and arrays, by bpftool");

for (const { name, entries } of cases) {
  test(`${name}: written by us, read by bpftool`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap(pinned.path!);
      for (const [key, value] of entries) map.set(key, value);
      const theirs = sorted(readByBpftool(pinned));
      // bpftool sees what was written, and we give back what bpftool sees.
      for (const [key, value] of entries) {
        const seen = theirs.find(([their]) => {
          try {
            assertContains(their, key);
            return true;
          } catch {
            return false;
          }
        });
        assert.ok(seen, `bpftool finds no ${JSON.stringify(key)}`);
        assertContains(seen![1], value);
        assert.equal(map.get(key), seen![1]);
        assert.ok(map.has(key));
      }
      assert.equal(sorted(map.entries()), theirs);
      assert.equal(sorted(map), theirs);
      // A process each: some of an array's many elements.
      for (const { key, values } of dumpElements(pinned.path!).slice(0, 6)) {
        assert.equal(lookupElement(pinned.path!, key)!.values, values);
      }
    }));

  test(`${name}: written by bpftool, read and written again by us`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap(pinned);
      const random = new Random(name.length);
      const { keyBytes } = cases.find((one) => one.name === name)!;
      for (let index = 0; index < 12; index++) {
        const bytes = keyBytes(random, index);
        updateElement(pinned.path!, bytes, random.bytes(pinned.spec.valueSize));
        const { key, values } = typedElement(pinned, lookupElement(pinned.path!, bytes)!);
        const value = map.get(key);
        assert.equal(value, values[0]);
        map.set(key, value, "update");
        assert.equal(typedElement(pinned, lookupElement(pinned.path!, bytes)!).values, values);
      }
      assert.equal(sorted(map), sorted(readByBpftool(pinned)));
      assert.is([...map.keys()].length, dumpElements(pinned.path!).length);
    }));
}

test.run();
