import { MapType } from "@bpf/elf";
import { mapCreate, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { layout } from "../../src/layout/describe.js";
import { bpfError, mapError, openFds, valueError } from "../errors.js";
import { key, pairMap, value } from "../simple-map.js";

const test = suite("TypedMap on the kernel");
const pin = "/sys/fs/bpf/pairs";

test("a value is set, read, found, replaced and removed", () => {
  using map = pairMap();
  assert.is(map.get(7), undefined);
  assert.is(map.has(7), false);
  assert.is(map.set(7, { a: 1n, b: 2n }), map);
  assert.equal(map.get(7), { a: 1n, b: 2n });
  assert.is(map.has(7), true);
  map.set(7, { a: 3n, b: 2n ** 64n - 1n });
  assert.equal(map.get(7), { a: 3n, b: 2n ** 64n - 1n });
  assert.is(map.delete(7), true);
  assert.is(map.delete(7), false);
  assert.is(map.get(7), undefined);
});

test("what set may do is chosen", () => {
  using map = pairMap();
  assert.throws(() => map.set(1, { a: 1n, b: 1n }, "update"), bpfError("ENOENT", /no element has this key/));
  map.set(1, { a: 1n, b: 1n }, "create");
  assert.throws(() => map.set(1, { a: 2n, b: 2n }, "create"), bpfError("EEXIST"));
  map.set(1, { a: 3n, b: 3n }, { how: "update" });
  assert.equal(map.get(1), { a: 3n, b: 3n });
  const wrong = "replace" as "any";
  assert.throws(
    () => map.set(1, { a: 1n, b: 1n }, wrong),
    (error: RangeError) => error instanceof RangeError,
  );
});

test("take removes and gives back in one step", () => {
  using map = pairMap();
  map.set(5, { a: 5n, b: 6n });
  assert.equal(map.take(5), { a: 5n, b: 6n });
  assert.is(map.take(5), undefined);
  using array = pairMap(MapType.ARRAY, 4);
  assert.throws(() => array.take(0), bpfError("ENOTSUPP", /do not have this operation/));
});

test("an array's elements are there from the start, and stay", () => {
  using map = pairMap(MapType.ARRAY, 3);
  assert.equal(map.get(2), { a: 0n, b: 0n });
  assert.is(map.get(3), undefined);
  assert.throws(() => map.set(3, { a: 0n, b: 0n }), bpfError("E2BIG"));
  assert.throws(() => map.delete(0), bpfError("EINVAL", /cannot be deleted/));
  assert.is(map.count(), 3);
});

test("wrong keys and values never reach the kernel", () => {
  using map = pairMap();
  assert.throws(() => map.get(-1), valueError("key", /0 to 4294967295/));
  assert.throws(() => map.set(1, { a: 1n } as never), valueError("value.b", /missing/));
  assert.throws(() => map.set(1, { a: 1n, b: 2n ** 64n }), valueError("value.b"));
  assert.throws(() => map.set(1, { a: 1n, b: 2n, c: 3n } as never), valueError("value.c"));
  assert.is(map.count(), 0);
});

test("a full map, a frozen map, and descriptors that only read or write", () => {
  using map = pairMap(MapType.HASH, 1);
  map.set(1, { a: 1n, b: 1n });
  assert.throws(() => map.set(2, { a: 1n, b: 1n }), bpfError("E2BIG", /full/));
  map.freeze();
  assert.throws(() => map.set(1, { a: 1n, b: 1n }), bpfError("EPERM", /frozen/));
  assert.equal(map.get(1), { a: 1n, b: 1n });

  using made = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 16, maxEntries: 2, name: "pairs" });
  objPin(made, pin);
  using reader = openMap(pin, { access: "ro", key, value });
  assert.throws(() => reader.set(1, { a: 1n, b: 1n }), bpfError("EPERM"));
  assert.is(reader.get(1), undefined);
  using writer = openMap(pin, { access: "wo", key, value });
  writer.set(1, { a: 1n, b: 1n });
  assert.throws(() => writer.get(1), bpfError("EPERM"));
  assert.throws(() => [...writer], bpfError("EPERM"));
  assert.is(reader.path, pin);
});

test("a getter that uses the map which its key or value is for never makes another element's bytes its own", () => {
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 8, name: "getters" });
  const struct = layout.struct({ n: layout.u32 });
  interface N {
    n: number;
  }
  using map = openMap<N, N>(fd, { key: struct, value: struct });
  map.set({ n: 1 }, { n: 111 }).set({ n: 2 }, { n: 222 });
  const meddling = (n: number, call: () => unknown): N => ({
    get n() {
      call();
      return n;
    },
  });
  const busy = mapError("ERR_MAP_BUSY", /getters/);
  const get = (): unknown => map.get({ n: 1 });
  assert.throws(() => map.set(meddling(3, get), { n: 333 }), busy);
  assert.throws(() => map.set({ n: 3 }, meddling(333, get)), busy);
  for (const call of [
    get,
    () => map.has({ n: 1 }),
    () => map.set({ n: 1 }, { n: 111 }),
    () => map.delete({ n: 7 }),
    () => map.take({ n: 7 }),
  ]) {
    assert.throws(() => map.get(meddling(2, call)), busy);
    assert.throws(() => map.has(meddling(2, call)), busy);
    assert.throws(() => map.take(meddling(2, call)), busy);
    assert.throws(() => map.delete(meddling(2, call)), busy);
  }
  // What has buffers of its own goes on.
  assert.is(map.setAll([[meddling(3, get), meddling(333, get)]]), 1);
  assert.equal(
    [...map].sort(([a], [b]) => a.n - b.n),
    [1, 2, 3].map((n) => [{ n }, { n: 111 * n }]),
  );
});

test("raw maps have bytes, copies of their own", () => {
  using map = pairMap(MapType.HASH, 4, { key: undefined, value: undefined, raw: true });
  const [one, two] = [Uint8Array.of(1, 0, 0, 0), Uint8Array.of(2, 0, 0, 0)];
  map.set(one as never, new Uint8Array(16).fill(1) as never);
  map.set(two as never, new Uint8Array(16).fill(2) as never);
  const first = map.get(one as never) as unknown as Uint8Array;
  assert.equal(map.get(two as never), new Uint8Array(16).fill(2));
  assert.equal(first, new Uint8Array(16).fill(1), "another get leaves it alone");
  assert.throws(() => map.get(new Uint8Array(3) as never), valueError("key", /4 bytes/));
});

test("json maps take and give what JSON can say", () => {
  using map = pairMap(MapType.HASH, 4, { json: true });
  map.set("3" as never, { a: "18446744073709551615", b: 5 } as never);
  assert.equal(map.get(3), { a: "18446744073709551615", b: "5" } as never);
  assert.equal(JSON.parse(JSON.stringify([...map])), [[3, { a: "18446744073709551615", b: "5" }]]);
});

test("a layout of another size is refused, and nothing stays open", () => {
  const before = openFds();
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 16, maxEntries: 2, name: "pairs" });
  assert.throws(() => openMap(fd, { key: layout.u64, value }), mapError("ERR_MAP_TYPES", /8 bytes.*have 4/));
  assert.throws(() => openMap(fd, { value: layout.u64 }), mapError("ERR_MAP_TYPES", /8 bytes.*have 16/));
  assert.throws(
    () => openMap(5 as never),
    (error: { code: string }) => error.code === "ERR_INVALID_ARG_TYPE",
  );
  fd.close();
  assert.is(openFds(), before);
});

test("after close every call says so, and closing again does nothing", () => {
  const before = openFds();
  const map = pairMap();
  const walk = map.entries();
  map.set(1, { a: 1n, b: 1n });
  map.close();
  map.close();
  for (const call of [
    () => map.get(1),
    () => map.count(),
    () => map.keys(),
    () => map.fd,
    () => map.freeze(),
  ])
    assert.throws(call, mapError("ERR_MAP_CLOSED", /pairs/));
  assert.throws(
    () => walk.next(),
    (error: { code: string }) => error.code === "ERR_MAP_CLOSED",
  );
  assert.is(map.name, "pairs");
  assert.is(openFds(), before);
});

test.run();
