/**
 * Live views: arrays in shared memory and the variables of an object. What we store bpftool reads through bpf(2), what
 * bpftool writes is there at our next read.
 */
import { BtfKind, parseBtf } from "@bpf/elf";
import { liveView, openVariables } from "@bpf/maps";
import type { PinnedMap } from "@bpf/pinning";
import { btfBytes, btfFromId, mapInfo } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dumpElements, lookupElement, updateElement } from "../src/bpftool-elements.js";
import { fromBpftool } from "../src/bpftool-typed.js";
import { Random } from "../src/random.js";
import { typedElement, typedMaps, typedVariables } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

interface Gauge {
  now: number;
  highest: number;
  change: number;
}

const first = new Uint8Array(4);
const sections = ["typed_va.data", "typed_va.bss", "typed_va.rodata", ".data.custom"];
const sectionOf = (name: string): string => name.replace("typed_va", "");

/** The variables of a data section as bpftool prints them, by name. */
function printedVariables({ path, fd, name }: PinnedMap): Record<string, unknown> {
  using types = btfFromId(mapInfo(fd).btfId);
  const btf = parseBtf(btfBytes(types));
  const section = btf.find(sectionOf(name), BtfKind.DATASEC)!;
  const [{ values, formatted }] = dumpElements(path!) as [ReturnType<typeof dumpElements>[number]];
  const bytes = new DataView(values[0]!.buffer);
  const printed = (formatted!.values[0] as Record<string, Record<string, unknown>[]>)[section.name]!;
  return Object.fromEntries(
    section.variables.map(({ type, offset }) => {
      const variable = btf.type(type);
      const entry = printed.find((one) => variable.name in one)!;
      assert.is(variable.kind, BtfKind.VAR);
      const id = variable.kind === BtfKind.VAR ? variable.type : 0;
      return [variable.name, fromBpftool(btf, id, entry[variable.name], bytes, offset)];
    }),
  );
}

const test = suite("live views, by bpftool");

test("an array in shared memory: stored by us, read by bpftool", () =>
  withMaps(typedMaps, (maps) => {
    const pinned = maps.get("gauges")!;
    using view = liveView<Gauge>(pinned.path!);
    assert.is(view.length, 600);
    for (const index of [0, 1, 255, 256, 341, 599]) {
      const gauge = { now: index, highest: 2 ** 32 - 1 - index, change: -index };
      view.set(index, gauge);
      const key = new Uint8Array(Uint32Array.of(index).buffer);
      assert.equal(typedElement(pinned, lookupElement(pinned.path!, key)!).values, [gauge]);
    }
    assert.equal(
      [...view],
      dumpElements(pinned.path!).map((element) => typedElement(pinned, element).values[0]),
    );
  }));

test("an array in shared memory: written by bpftool, read by us", () =>
  withMaps(typedMaps, (maps) => {
    const pinned = maps.get("gauges")!;
    using view = liveView<Gauge>(pinned);
    const random = new Random(5);
    for (const index of [0, 7, 598, 599]) {
      const key = new Uint8Array(Uint32Array.of(index).buffer);
      updateElement(pinned.path!, key, random.bytes(12));
      const [gauge] = typedElement(pinned, lookupElement(pinned.path!, key)!).values;
      assert.equal(view.get(index), gauge);
    }
    for (const index of [600, -1, 0.5, 2 ** 32]) {
      assert.throws(
        () => view.get(index),
        (error: unknown) => error instanceof RangeError,
      );
      assert.throws(
        () => view.set(index, { now: 0, highest: 0, change: 0 }),
        (error: unknown) => error instanceof RangeError,
      );
    }
  }));

for (const section of sections) {
  test(`${section}: the object's own values, as bpftool prints them`, () =>
    withMaps(typedVariables, (maps) => {
      const pinned = maps.get(section)!;
      const theirs = printedVariables(pinned);
      using live = openVariables<Record<string, unknown>>(pinned.path!);
      assert.equal([...live.names].sort(), Object.keys(theirs).sort());
      for (const [name, value] of Object.entries(theirs)) assert.equal(live.variables[name], value, name);
      assert.is(live.writable, section !== "typed_va.rodata");
    }));
}

/** New values of every variable of .data and .bss that is not the compiler's own. */
const changes: Record<string, Record<string, unknown>> = {
  "typed_va.data": {
    counter: 2n ** 64n - 1n,
    balance: -(2n ** 63n),
    offset: -(2 ** 31),
    port: 65535,
    slope: 32767,
    step: -128,
    enabled: false,
    name: "zweite Größe",
    letter: "",
    level: "BROKEN",
    limits: { rate: 1, bursts: [2, 3], owner: "12345678", strict: 0, depth: 127 },
    grid: [
      [9, 8, 7],
      [6, 5, 2 ** 32 - 1],
    ],
    inner: 12,
  },
  "typed_va.bss": {
    hits: 1n,
    totals: Array.from({ length: 4 }, (_, i) => ({ packets: BigInt(i), bytes: 2n ** 40n, delta: -i })),
    message: "hello",
    owner: 0xffff_8880_0000_0000n,
  },
  ".data.custom": { custom: { packets: 7n, bytes: 8n, delta: -9 } },
};

for (const [section, values] of Object.entries(changes)) {
  test(`${section}: every variable stored by us, read by bpftool`, () =>
    withMaps(typedVariables, (maps) => {
      const pinned = maps.get(section)!;
      using live = openVariables<Record<string, unknown>>(pinned);
      for (const [name, value] of Object.entries(values)) {
        const before = printedVariables(pinned);
        live.variables[name] = value;
        // This one and no other.
        assert.equal(printedVariables(pinned), { ...before, [name]: value }, name);
        assert.equal(live.variables[name], value, name);
      }
      assert.equal(printedVariables(pinned), values);
    }));

  test(`${section}: written by bpftool, read by us`, () =>
    withMaps(typedVariables, (maps) => {
      const pinned = maps.get(section)!;
      using live = openVariables<Record<string, unknown>>(pinned.path!);
      updateElement(pinned.path!, first, new Random(6).bytes(pinned.spec.valueSize));
      const theirs = printedVariables(pinned);
      for (const [name, value] of Object.entries(theirs)) assert.equal(live.variables[name], value, name);
    }));
}

test(".rodata: a store is an error, and changes nothing", () =>
  withMaps(typedVariables, (maps) => {
    const pinned = maps.get("typed_va.rodata")!;
    using live = openVariables<Record<string, unknown>>(pinned.path!);
    for (const name of live.names) {
      const before = live.variables[name];
      assert.throws(() => {
        live.variables[name] = before;
      });
      assert.equal(live.variables[name], before);
    }
    assert.equal(live.variables.greeting, "hello");
    assert.is(live.variables.lowest, -(2n ** 63n));
  }));

test("a closed view gives nothing away", () =>
  withMaps(typedVariables, (maps) => {
    const live = openVariables<Record<string, unknown>>(maps.get("typed_va.data")!.path!);
    live.close();
    assert.throws(
      () => live.variables.counter,
      (error: unknown) => (error as { code?: string }).code === "ERR_MAP_CLOSED",
    );
    assert.throws(
      () => {
        live.variables.counter = 1n;
      },
      (error: unknown) => (error as { code?: string }).code === "ERR_MAP_CLOSED",
    );
    live.close();
  }));

test.run();
