import { MapType } from "@bpf/elf";
import { type BpfFd, mapCreate, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openQueue } from "../../src/queue/open.js";
import { bpftool, bpftoolJson, hexArguments, hexBytes } from "../bpftool.js";
import { bpfError, mapError, openFds, valueError } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";

const test = suite("queues and stacks");
const u32 = { kind: "integer", size: 4, signed: false } as const;
const bytes = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const make = (type: number, maxEntries = 4): BpfFd =>
  mapCreate({ type, keySize: 0, valueSize: 4, maxEntries, name: "jobs" });

for (const [name, type] of [
  ["queue", MapType.QUEUE],
  ["stack", MapType.STACK],
] as const) {
  const ordered = (values: number[]): number[] => (name === "queue" ? values : values.toReversed());

  test(`${name}: what we push bpftool pops, and the other way round`, () => {
    const path = `/sys/fs/bpf/${name}`;
    using fd = make(type);
    objPin(fd, path);
    using map = openQueue<number>(path, { value: u32 });
    assert.equal([map.kind, map.typeName, map.name, map.path], ["queue", name, "jobs", path]);
    assert.is(map.pushAll([5, 6, 7]), 3);
    for (const value of ordered([5, 6, 7])) {
      const printed = hexBytes(bytes(value));
      assert.equal(bpftoolJson<{ value: string[] }>("map", "peek", "pinned", path).value, printed);
      assert.is(map.peek(), value);
      assert.equal(bpftoolJson<{ value: string[] }>("map", "pop", "pinned", path).value, printed);
    }
    assert.is(map.isEmpty(), true);
    for (const value of [1, 2, 3])
      bpftool("map", "push", "pinned", path, "value", ...hexArguments(bytes(value)));
    assert.is(map.isEmpty(), false);
    assert.equal([map.pop(), map.pop(), map.pop()], ordered([1, 2, 3]));
    assert.is(map.pop(), undefined);
    assert.is(map.peek(), undefined);
  });

  test(`${name}: a full one refuses, or drops its oldest`, () => {
    using fd = make(type, 2);
    using map = openQueue<number>(fd, { value: u32 });
    map.push(1).push(2);
    assert.throws(() => map.push(3), bpfError("E2BIG", /full/));
    assert.throws(
      () => map.pushAll([4, 5]),
      (error: { done?: number }) => error.done === 0 && bpfError("E2BIG")(error),
    );
    map.push(3, { evict: true });
    assert.equal([...map.drain()], ordered([2, 3]));
    assert.throws(
      () => map.pushAll([4, 5, 6, 7]),
      (error: { done?: number }) => error.done === 2 && bpfError("E2BIG")(error),
    );
    assert.is(map.clear(), 2);
    assert.is(map.clear(), 0);
  });

  test(`${name}: frozen`, () => {
    using fd = make(type);
    using map = openQueue<number>(fd, { value: u32 });
    map.push(1);
    map.freeze();
    assert.is(map.peek(), 1);
    for (const call of [() => map.push(2), () => map.pop(), () => map.clear(), () => [...map.drain()]]) {
      assert.throws(call, bpfError("EPERM", /frozen/));
    }
    assert.is(map.peek(), 1);
  });
}

test("a drain that stops early loses nothing", () => {
  using fd = make(MapType.QUEUE);
  using map = openQueue<number>(fd, { value: u32 });
  map.pushAll([1, 2, 3]);
  for (const value of map.drain()) {
    assert.is(value, 1);
    break;
  }
  assert.equal([...map.drain()], [2, 3]);
});

test("clearing in slices, told of and aborted between them", async () => {
  const count = 10_000;
  using fd = make(MapType.QUEUE, count);
  using map = openQueue<number>(fd, { value: u32 });
  const numbers = Array.from({ length: count }, (_, index) => index);
  map.pushAll(numbers);
  const told: number[] = [];
  assert.is(await map.clearAsync({ onProgress: ({ done }) => told.push(done) }), count);
  assert.equal(told, [4096, 8192, count]);
  assert.is(await map.clearAsync(), 0);

  map.pushAll(numbers);
  const control = new AbortController();
  const stop = map.clearAsync({
    signal: control.signal,
    onProgress: () => control.abort(new Error("enough")),
  });
  const reason = await stop.catch((error: Error) => error.message);
  assert.is(reason, "enough");
  assert.is(map.pop(), 4096);
  map.freeze();
  const frozen = await map.clearAsync().catch((error: unknown) => error);
  assert.ok(bpfError("EPERM")(frozen) && (frozen as { done: number }).done === 0);
});

test("without a layout values are bytes of their own", () => {
  using fd = make(MapType.QUEUE);
  using map = openQueue<Uint8Array>(fd);
  map.push(bytes(1)).push(bytes(2));
  const first = map.pop()!;
  assert.equal(map.pop(), bytes(2));
  assert.equal(first, bytes(1));
  for (const wrong of [new Uint8Array(3), new Uint8Array(5), new Uint8Array(0)]) {
    assert.throws(() => map.push(wrong), valueError("value", /4/));
  }
  assert.is(map.isEmpty(), true);
});

test("values are typed by the map's definition, since the kernel keeps no types", () => {
  const object = typedMaps();
  const spec = object.maps.get("jobs")!;
  using fd = createMap(object, "jobs");
  using map = openQueue(fd, { spec, btf: object.btf });
  const job = { id: 7n, command: "tar", direction: "OUT", arguments: [1, 2, 3] };
  map.push(job);
  assert.equal(map.peek(), job);
  assert.throws(() => map.push({ ...job, id: -1n }), valueError("value.id"));
  assert.throws(() => map.push({ ...job, owner: 1 }), valueError("value.owner"));
  assert.equal([...map.drain()], [job]);
});

test("access of the pin", () => {
  const path = "/sys/fs/bpf/access";
  using fd = make(MapType.QUEUE);
  objPin(fd, path);
  using writer = openQueue<number>(path, { value: u32, access: "wo" });
  using reader = openQueue<number>(path, { value: u32, access: "ro" });
  writer.push(3);
  assert.is(reader.peek(), 3);
  assert.throws(() => writer.peek(), bpfError("EPERM", /write-only/));
  assert.throws(() => reader.push(1), bpfError("EPERM", /read-only/));
  assert.throws(() => reader.pop(), bpfError("EPERM"));
  assert.throws(() => writer.pop(), bpfError("EPERM"));
  assert.is(reader.peek(), 3);
});

test("other kinds of map, closed ones, layouts of other sizes", () => {
  using hash = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  using bloom = mapCreate({ type: MapType.BLOOM_FILTER, keySize: 0, valueSize: 4, maxEntries: 1 });
  using queue = make(MapType.QUEUE);
  const before = openFds();
  assert.throws(() => openQueue(hash), mapError("ERR_MAP_KIND", /hash.*openMap\(\)/));
  assert.throws(() => openQueue(bloom), mapError("ERR_MAP_KIND", /bloom_filter.*openBloomFilter\(\)/));
  const value = { kind: "integer", size: 8, signed: false } as const;
  assert.throws(() => openQueue(queue, { value }), mapError("ERR_MAP_TYPES", /8 bytes.*4/));
  assert.is(openFds(), before);
  const map = openQueue<number>(queue, { value: u32 });
  map.push(1);
  const drain = map.drain();
  map.close();
  map.close();
  assert.is(openFds(), before);
  for (const call of [
    () => map.push(1),
    () => map.pop(),
    () => map.peek(),
    () => map.clear(),
    () => map.fd,
    () => drain.next(),
  ]) {
    assert.throws(call, mapError("ERR_MAP_CLOSED", /jobs/));
  }
  assert.is(map.info.valueSize, 4);
});

test.run();
