/** Per-CPU maps: an array by possible CPU, CPU by CPU the values that bpftool prints; sums over them. */
import { openMap } from "@bpf/maps";
import type { PinnedMap } from "@bpf/pinning";
import { possibleCpus } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dumpElements, lookupElement, updateElement } from "../src/bpftool-elements.js";
import { Random } from "../src/random.js";
import { typedElement, typedMaps } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

const cpus = possibleCpus();

/** Bytes of one CPU's value are no multiple of 8 in the first two: the kernel copies them out further apart. */
const cases: { name: string; key: unknown; keyBytes: number[]; value: (cpu: number) => unknown }[] = [
  {
    name: "cpu_gauges",
    key: "OPEN",
    keyBytes: [7, 0, 0, 0],
    value: (cpu) => ({ now: cpu + 1, highest: 1_000_000 + cpu, change: -cpu - 1 }),
  },
  { name: "cpu_totals", key: 2, keyBytes: [2, 0, 0, 0], value: (cpu) => -(2 ** 20) + cpu },
  {
    name: "cpu_recent",
    key: -1n,
    keyBytes: Array(8).fill(255),
    value: (cpu) => [BigInt(cpu) + 1n, 2n ** 62n, 3n],
  },
];

const theirValues = (pinned: PinnedMap, keyBytes: number[]): unknown[] =>
  typedElement(pinned, lookupElement(pinned.path!, Uint8Array.from(keyBytes))!).values;

/** Adds numbers, field by field and element by element. */
function added(a: unknown, b: unknown): unknown {
  if (typeof a === "number") return a + (b as number);
  if (typeof a === "bigint") return a + (b as bigint);
  if (Array.isArray(a)) return a.map((value, index) => added(value, (b as unknown[])[index]));
  const fields = Object.entries(a as object);
  return Object.fromEntries(
    fields.map(([name, value]) => [name, added(value, (b as Record<string, unknown>)[name])]),
  );
}

const test = suite("per-CPU maps, by bpftool");

test("there is more than one CPU to tell apart", () => assert.ok(cpus >= 2, `${cpus}`));

for (const { name, key, keyBytes, value } of cases) {
  test(`${name}: written by us, read by bpftool`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap(pinned.path!);
      const values = Array.from({ length: cpus }, (_, cpu) => value(cpu));
      map.set(key, values);
      assert.equal(theirValues(pinned, keyBytes), values);
      assert.equal(map.get(key), values);
      using sums = openMap(pinned.path!, { sum: true });
      assert.equal(sums.get(key), values.reduce(added));
    }));

  test(`${name}: written by bpftool, read by us`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap(pinned);
      updateElement(pinned.path!, Uint8Array.from(keyBytes), new Random(3).bytes(pinned.spec.valueSize));
      const values = theirValues(pinned, keyBytes);
      assert.is(values.length, cpus);
      assert.equal(map.get(key), values);
      const dumped = dumpElements(pinned.path!).map((element) => typedElement(pinned, element));
      assert.equal(
        [...map],
        dumped.map(({ key, values }) => [key, values]),
      );
      // One CPU's value changed by us, the others stay as bpftool wrote them.
      const last = [...values.slice(0, -1), value(cpus - 1)];
      map.set(key, last, "update");
      assert.equal(theirValues(pinned, keyBytes), last);
    }));

  test(`${name}: raw bytes have no room between CPUs that a caller could miss`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      const { valueSize } = pinned.spec;
      const bytes = new Random(4).bytes(valueSize);
      updateElement(pinned.path!, Uint8Array.from(keyBytes), bytes);
      using map = openMap(pinned.path!, { raw: true });
      assert.equal(
        map.get(Uint8Array.from(keyBytes)),
        Array.from({ length: cpus }, () => bytes),
      );
    }));
}

test.run();
