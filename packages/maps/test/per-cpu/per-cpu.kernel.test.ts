import { MapType } from "@bpf/elf";
import { mapCreate, objPin, possibleCpus } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { bpftool, bpftoolJson, hexArguments } from "../bpftool.js";
import { mapError, openFds, valueError } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";

const test = suite("per-CPU maps on the kernel");
const cpus = possibleCpus();
const object = typedMaps();
const gauge = (n: number) => ({ now: n, highest: 2 * n, change: -n });
const gauges = Array.from({ length: cpus }, (_, cpu) => gauge(cpu + 1));

interface Printed {
  formatted: { key: unknown; values: { cpu: number; value: unknown }[] };
}

test("hash: 12-byte values of all CPUs, as bpftool reads them", () => {
  const path = "/sys/fs/bpf/cpu_gauges";
  using fd = createMap(object, "cpu_gauges");
  objPin(fd, path);
  using map = openMap<string, unknown>(path);
  map.set("OPEN", gauges);
  assert.equal(map.get("OPEN"), gauges);
  const [entry] = bpftoolJson<Printed[]>("map", "dump", "pinned", path);
  assert.equal(
    entry!.formatted.values,
    gauges.map((value, cpu) => ({ cpu, value })),
  );
  assert.equal([...map], [["OPEN", gauges]]);
  using sums = openMap<string, unknown>(path, { sum: true });
  const total = (cpus * (cpus + 1)) / 2;
  assert.equal(sums.get("OPEN"), gauge(total));
  assert.equal([...sums.values()], [gauge(total)]);
  assert.throws(() => sums.set("OPEN", gauge(1)), valueError("value", /without sum/));
  assert.is(sums.delete("OPEN"), true);
  assert.is(map.get("OPEN"), undefined);
});

test("array: bpftool writes the same value to all CPUs, we read it for each", () => {
  const path = "/sys/fs/bpf/cpu_totals";
  using fd = createMap(object, "cpu_totals");
  objPin(fd, path);
  using map = openMap<number, number[]>(path);
  using sums = openMap<number, number>(path, { sum: true });
  bpftool(
    "map",
    "update",
    "pinned",
    path,
    "key",
    ...hexArguments(Uint8Array.of(1, 0, 0, 0)),
    "value",
    ...hexArguments(Uint8Array.of(0xfd, 0xff, 0xff, 0xff)),
  );
  assert.equal(map.get(1), new Array(cpus).fill(-3));
  assert.is(sums.get(1), -3 * cpus);
  assert.equal(
    [...sums],
    [
      [0, 0],
      [1, -3 * cpus],
      [2, 0],
    ],
  );
});

test("LRU: values that are arrays", () => {
  using fd = createMap(object, "cpu_recent");
  using map = openMap<bigint, bigint[][]>(fd);
  const values = Array.from({ length: cpus }, (_, cpu) => [BigInt(cpu), 2n ** 64n - 1n, 0n]);
  map.set(-5n, values);
  assert.equal(map.get(-5n), values);
  using sums = openMap<bigint, bigint[]>(fd, { sum: true });
  const total = BigInt((cpus * (cpus - 1)) / 2);
  assert.equal(sums.get(-5n), [total, BigInt(cpus) * (2n ** 64n - 1n), 0n]);
});

test("a value too few or too many reaches no kernel", () => {
  using fd = createMap(object, "cpu_totals");
  using map = openMap<number, number[]>(fd);
  for (const length of [0, cpus - 1, cpus + 1, 4096]) {
    assert.throws(() => map.set(0, new Array(length).fill(7)), valueError("value", /possible CPU/));
  }
  assert.equal(map.get(0), new Array(cpus).fill(0));
});

test("without types: bytes a CPU, which have no sum; sizes that are no multiple of 8", () => {
  using fd = mapCreate({ type: MapType.PERCPU_ARRAY, keySize: 4, valueSize: 5, maxEntries: 2 });
  using map = openMap<number, Uint8Array[]>(fd);
  const values = Array.from({ length: cpus }, (_, cpu) => new Uint8Array(5).fill(cpu + 1));
  map.set(1, values);
  assert.equal(map.get(1), values);
  const before = openFds();
  assert.throws(() => openMap(fd, { sum: true }), /cannot be summed/);
  assert.throws(
    () => openMap(fd, { value: { kind: "integer", size: 8, signed: false }, sum: true }),
    mapError("ERR_MAP_TYPES"),
  );
  assert.is(openFds(), before);
});

test.run();
