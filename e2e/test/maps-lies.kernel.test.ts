/** Sizes come from the kernel alone: layouts, definitions, counts and buffers that say otherwise are typed errors. */
import { MapType } from "@bpf/elf";
import { type Layout, LayoutError, MapError, openMap, ValueError } from "@bpf/maps";
import { type ElementBatch, MapElements, mapCreate, mapLookup, mapUpdate } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openFds } from "../src/bpffs-tree.js";
import { collectGarbage } from "../src/collect-garbage.js";
import { typedMaps } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

const hash = { type: MapType.HASH, keySize: 8, valueSize: 16, maxEntries: 64 };
const key = (fill: number): Uint8Array => new Uint8Array(8).fill(fill);
const value = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);
const coded = (error: unknown): boolean =>
  error instanceof Error && typeof (error as { code?: unknown }).code === "string";

const test = suite("sizes that lie");

for (const [name, layout] of Object.entries<Layout>({
  "a value twice as large": { kind: "bytes", size: 32 },
  "a value of no bytes": { kind: "bytes", size: 0 },
  "4 GB": { kind: "array", element: { kind: "bytes", size: 2 ** 20 }, length: 4096 },
  "a negative size": { kind: "bytes", size: -16 },
  "an array whose length is a fraction": { kind: "array", element: { kind: "char" }, length: 16.5 },
})) {
  test(`a layout of ${name} is refused, and nothing stays open`, () => {
    using fd = mapCreate(hash);
    const fds = openFds().length;
    for (const options of [{ value: layout }, { key: layout }]) {
      assert.throws(
        () => openMap(fd, options),
        (error: unknown) => MapError.is(error) || LayoutError.is(error),
      );
    }
    assert.is(openFds().length, fds);
  });
}

for (const [name, field] of Object.entries<{ offset: number; layout: Layout }>({
  "behind the struct": { offset: 16, layout: { kind: "integer", size: 8, signed: false } },
  "across its end": { offset: 12, layout: { kind: "integer", size: 8, signed: false } },
  "before it": { offset: -8, layout: { kind: "integer", size: 8, signed: false } },
  "with more bytes than it": { offset: 0, layout: { kind: "bytes", size: 4096 } },
})) {
  test(`a field ${name} reads and writes nothing outside the value`, () => {
    using fd = mapCreate(hash);
    mapUpdate(fd, key(1), value(7));
    const layout: Layout = { kind: "struct", name: "liar", size: 16, fields: [{ name: "field", ...field }] };
    let read: unknown;
    try {
      using map = openMap<Uint8Array, Record<string, unknown>>(fd, {
        key: { kind: "bytes", size: 8 },
        value: layout,
      });
      read = map.get(key(1));
      map.set(key(2), { field: 2n ** 64n - 1n });
    } catch (error) {
      assert.ok(
        LayoutError.is(error) || MapError.is(error) || ValueError.is(error) || error instanceof RangeError,
      );
    }
    assert.is(read, undefined);
    assert.equal(mapLookup(fd, key(1)), value(7));
  });
}

test("a layout whose size changes while it is looked at", () => {
  using fd = mapCreate(hash);
  mapUpdate(fd, key(1), value(7));
  for (let lieAt = 1; lieAt < 12; lieAt++) {
    let looks = 0;
    const layout = {
      kind: "bytes",
      get size() {
        return ++looks === lieAt ? 100_000 : 16;
      },
    } as Layout;
    try {
      using map = openMap<Uint8Array, Uint8Array>(fd, { value: layout });
      const got = map.get(key(1))!;
      assert.equal(got.subarray(0, 16), value(7));
      assert.ok(got.length === 16, `${got.length} bytes at look ${lieAt}`);
      map.set(key(1), value(7));
    } catch (error) {
      assert.ok(coded(error) || error instanceof RangeError, String(error));
    }
    assert.equal(mapLookup(fd, key(1)), value(7));
  }
});

test("a definition that is another map's: refused by its sizes, or by types that are not there", () =>
  withMaps(typedMaps, (maps) => {
    const { btf } = typedMaps;
    const flows = maps.get("flows")!;
    for (const spec of [
      maps.get("recent")!.spec,
      { ...flows.spec, valueTypeId: 2 },
      { ...flows.spec, keyTypeId: 0xffff_fff0 },
      { ...flows.spec, valueTypeId: -1 },
      { ...flows.spec, valueTypeId: 1.5 },
    ]) {
      assert.throws(() => openMap(flows.path!, { spec, btf }), coded);
    }
    // Sizes that a definition claims count for nothing: the types fit the kernel's.
    using map = openMap(flows.path!, { spec: { ...flows.spec, keySize: 1, valueSize: 1_000_000 }, btf });
    assert.is(map.get({ source: { v4: 0 }, target: { v4: 0 }, ports: [0, 0], state: 0 }), undefined);
  }));

test("a batch's count and capacity", () => {
  using fd = mapCreate(hash);
  using elements = new MapElements(fd);
  for (const capacity of [0, -1, 2 ** 32, 1e12, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => elements.newBatch(capacity), coded, `capacity ${capacity}`);
  }
  const batch = elements.newBatch(4);
  for (const count of [5, 1e9, 2 ** 32, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    for (const call of [() => batch.update(), () => batch.delete()]) {
      let failed = false;
      try {
        batch.count = count;
        failed = call() < 0;
      } catch (error) {
        assert.ok(coded(error), String(error));
        failed = true;
      }
      assert.ok(failed, `count ${count}`);
    }
  }
  batch.count = 4;
  for (let i = 0; i < 4; i++) batch.keys.fill(i + 1, 8 * i, 8 * i + 8);
  batch.values.fill(7);
  assert.is(batch.update(), 0);
  assert.is(batch.count, 4);
  assert.equal(mapLookup(fd, key(4)), value(7));
});

/** Every buffer that an addon's object shows, and the calls that would use it. */
test("buffers that were taken away: a typed error or the call without them, never their old memory", () => {
  using fd = mapCreate(hash);
  mapUpdate(fd, key(1), value(7));
  for (const which of ["key", "nextKey", "value", "batch keys", "batch values"]) {
    using elements = new MapElements(fd);
    const batch = elements.newBatch(8);
    elements.key.set(key(1));
    const view = {
      key: elements.key,
      nextKey: elements.nextKey,
      value: elements.value,
      "batch keys": batch.keys,
      "batch values": batch.values,
    }[which]!;
    try {
      structuredClone(0, { transfer: [view.buffer as ArrayBuffer] });
    } catch {
      continue; // it cannot be taken
    }
    collectGarbage();
    for (const call of [
      () => elements.lookup(),
      () => elements.update(),
      () => elements.next(true),
      () => elements.take(),
      () => batch.lookup(),
      () => batch.walk(),
    ]) {
      try {
        call();
      } catch (error) {
        assert.ok(coded(error) || error instanceof TypeError, `${which}: ${error}`);
      }
    }
  }
  mapUpdate(fd, key(1), value(7));
  assert.equal(mapLookup(fd, key(1)), value(7));
});

test("buffers that are taken away while another thread works for them", async () => {
  using fd = mapCreate({ ...hash, maxEntries: 20_000 });
  using elements = new MapElements(fd);
  const capacity = 20_000;
  const filling = elements.newBatch(capacity);
  const keys = new BigUint64Array(filling.keys.buffer, filling.keys.byteOffset, capacity);
  for (let i = 0; i < capacity; i++) keys[i] = BigInt(i);
  filling.values.fill(7);
  filling.count = capacity;
  assert.is(filling.update(), 0);

  const batch = elements.newBatch(capacity);
  for (const call of ["lookupAsync", "walkAsync", "updateAsync", "deleteAsync"] as const) {
    for (const which of ["keys", "values"] as const) {
      const used = elements.newBatch(capacity);
      used.keys.set(filling.keys);
      used.values.set(filling.values);
      used.count = capacity;
      const working = used[call]();
      structuredClone(0, { transfer: [used[which].buffer as ArrayBuffer] });
      collectGarbage();
      // Whatever it says; the memory is not touched any more.
      await working.catch((error: unknown) =>
        assert.ok(coded(error) || error instanceof TypeError, String(error)),
      );
      if (call !== "deleteAsync") assert.is(countByWalk(batch), capacity, call);
    }
  }
});

/** Elements that a whole walk meets. */
function countByWalk(batch: ElementBatch): number {
  batch.rewind();
  let count = 0;
  for (;;) {
    const result = batch.walk();
    count += batch.count;
    if (result !== 0) return count;
  }
}

test("closed while another thread works for it", async () => {
  using fd = mapCreate({ ...hash, maxEntries: 20_000 });
  const elements = new MapElements(fd);
  const capacity = 20_000;
  const batch = elements.newBatch(capacity);
  const keys = new BigUint64Array(batch.keys.buffer, batch.keys.byteOffset, capacity);
  for (let i = 0; i < capacity; i++) keys[i] = BigInt(i);
  batch.count = capacity;
  const updating = batch.updateAsync();
  assert.throws(() => batch.lookup(), coded);
  assert.throws(() => {
    batch.count = 1;
  }, coded);
  const other = elements.newBatch(64);
  const looking = other.lookupAsync();
  // One element at a time goes on beside it.
  elements.key.fill(255);
  assert.is(elements.lookup(), -2);
  elements.close();
  elements.close();
  assert.is(await updating, 0);
  assert.is(batch.count, capacity);
  await looking;
  assert.throws(() => batch.lookup(), coded);
  assert.throws(() => elements.lookup(), coded);
  assert.throws(() => elements.newBatch(1).lookup(), coded);
});

test("objects of the wrong kind in place of an addon's own", () => {
  using fd = mapCreate(hash);
  const { lookup } = MapElements.prototype;
  for (const self of [undefined, null, {}, fd, Object.create(MapElements.prototype)]) {
    assert.throws(() => lookup.call(self as MapElements));
  }
  for (const given of [undefined, null, 7, {}, { fd: 3 }]) {
    assert.throws(
      () => new MapElements(given as never),
      (error: unknown) => error instanceof TypeError,
    );
  }
});

test.run();
