import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  type BpfFd,
  elementError,
  FdClosedError,
  MapElements,
  MapType,
  mapCreate,
  mapInfo,
  mapLookup,
  mapUpdate,
  objGet,
  objPin,
  openat2,
  possibleCpus,
  progInfo,
  progLoad,
  UpdateFlag,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { countFds } from "../open-fds.js";
import { returnZero } from "../prog/programs.js";

const [ENOENT, E2BIG, EEXIST, EINVAL, EPERM] = [-2, -7, -17, -22, -1];
const test = suite("MapElements");

/** Its access and a descriptor of the same map. */
function open(type: number, keySize: number, valueSize: number, maxEntries = 4) {
  const fd = mapCreate({ type, keySize, valueSize, maxEntries });
  const elements = new MapElements(fd);
  const close = () => {
    elements.close();
    fd.close();
  };
  return { fd, elements, [Symbol.dispose]: close };
}

test("update, lookup, next, take, delete", () => {
  using map = open(MapType.HASH, 4, 3);
  const { elements } = map;
  elements.key.set([1, 0, 0, 0]);
  elements.value.set([7, 8, 9]);
  assert.is(elements.lookup(), ENOENT);
  assert.is(elements.update(), 0);
  assert.equal(mapLookup(map.fd, Uint8Array.of(1, 0, 0, 0)), Uint8Array.of(7, 8, 9));
  elements.value.fill(0);
  assert.is(elements.lookup(), 0);
  assert.equal(elements.value, Uint8Array.of(7, 8, 9));
  assert.is(elements.next(true), 0);
  assert.equal(elements.nextKey, Uint8Array.of(1, 0, 0, 0));
  assert.is(elements.next(), ENOENT);
  elements.value.fill(0);
  assert.is(elements.take(), 0);
  assert.equal(elements.value, Uint8Array.of(7, 8, 9));
  assert.is(elements.take(), ENOENT);
  assert.is(elements.delete(), ENOENT);
  assert.is(elements.update(), 0);
  assert.is(elements.delete(), 0);
});

test("bpftool reads what we wrote, and we what it wrote", () => {
  using map = open(MapType.HASH, 8, 16);
  objPin(map.fd, "/sys/fs/bpf/fast");
  map.elements.key.set([1, 2, 3, 4, 5, 6, 7, 8]);
  map.elements.value.set(Array.from({ length: 16 }, (_, index) => 0xf0 + index));
  assert.is(map.elements.update(), 0);
  const hex = (bytes: Uint8Array) => [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, "0")}`);
  assert.equal(bpftool("map", "dump", "pinned", "/sys/fs/bpf/fast") as unknown, [
    { key: hex(map.elements.key), value: hex(map.elements.value) },
  ]);
  const update =
    "map update pinned /sys/fs/bpf/fast key 1 2 3 4 5 6 7 8 value 9 0 0 0 0 0 0 0 0 0 0 0 0 0 0 255";
  execFileSync("bpftool", update.split(" "));
  assert.is(map.elements.lookup(), 0);
  assert.equal([map.elements.value[0], map.elements.value[15]], [9, 255]);
});

test("update flags, and their errors", () => {
  using map = open(MapType.HASH, 4, 8, 1);
  const { elements } = map;
  assert.is(elements.update(UpdateFlag.EXIST), ENOENT);
  assert.is(elements.update(UpdateFlag.NOEXIST), 0);
  assert.is(elements.update(UpdateFlag.NOEXIST), EEXIST);
  assert.is(elements.update(0x4000_0000), EINVAL);
  assert.is(elements.lookup(UpdateFlag.LOCK), EINVAL);
  elements.key[0] = 1;
  assert.is(elements.update(), E2BIG);
});

test("flags that are no flags are TypeErrors", () => {
  using map = open(MapType.HASH, 4, 8);
  for (const flags of [-1, 0.5, Number.NaN, 2 ** 53, "1", null, 1n]) {
    assert.throws(
      () => map.elements.lookup(flags as number),
      (error: Error) => error instanceof TypeError,
    );
  }
});

test("its memory is aligned for typed arrays of 8 bytes, whatever the sizes", () => {
  using map = open(MapType.HASH, 5, 13);
  const { key, nextKey, value } = map.elements;
  assert.equal([key.length, nextKey.length, value.length], [5, 5, 13]);
  for (const { byteOffset } of [key, nextKey, value]) assert.is(byteOffset % 8, 0);
  value.fill(255);
  key.fill(254);
  assert.is(map.elements.update(), 0);
  value.fill(0);
  assert.is(map.elements.lookup(), 0);
  assert.equal(value, new Uint8Array(13).fill(255));
  assert.is(map.elements.next(true), 0);
  assert.equal(nextKey, new Uint8Array(5).fill(254));
});

test("a key larger than the value: the next key has room", () => {
  using map = open(MapType.HASH, 300, 1);
  map.elements.key.fill(3);
  assert.is(map.elements.update(), 0);
  assert.is(map.elements.next(true), 0);
  assert.equal(map.elements.nextKey, new Uint8Array(300).fill(3));
});

test("a value of a per-CPU map is that of all possible CPUs", () => {
  using map = open(MapType.PERCPU_ARRAY, 4, 12);
  assert.is(map.elements.valueSize, 16 * possibleCpus());
  assert.is(map.elements.value.length, map.elements.valueSize);
  map.elements.value.forEach((_, index, value) => {
    value[index] = index % 16 < 12 ? index % 251 : 0;
  });
  const written = map.elements.value.slice();
  assert.is(map.elements.update(), 0);
  assert.equal(mapLookup(map.fd, new Uint8Array(4)), written);
  map.elements.value.fill(0);
  assert.is(map.elements.lookup(), 0);
  assert.equal(map.elements.value, written);
});

for (const [name, type, order] of [
  ["queue", MapType.QUEUE, [1, 2]],
  ["stack", MapType.STACK, [2, 1]],
] as const) {
  test(`a ${name} is pushed to, peeked at and popped without a key`, () => {
    using map = open(type, 0, 4, 2);
    const { elements } = map;
    assert.is(elements.keySize, 0);
    for (const value of [1, 2]) {
      elements.value[0] = value;
      assert.is(elements.update(), 0);
    }
    assert.is(elements.update(), E2BIG);
    for (const value of order) {
      elements.value.fill(0);
      assert.is(elements.lookup(), 0);
      assert.is(elements.value[0], value);
      assert.is(elements.take(), 0);
      assert.is(elements.value[0], value);
    }
    assert.is(elements.take(), ENOENT);
    assert.is(elements.lookup(), ENOENT);
    for (const value of [1, 2, 3]) {
      elements.value[0] = value;
      assert.is(elements.update(UpdateFlag.EXIST), 0, "the oldest makes room");
    }
    assert.is(elements.take(), 0);
    assert.is(elements.value[0], order[0] + 1);
  });
}

test("a bloom filter is asked for a value", () => {
  using map = open(MapType.BLOOM_FILTER, 0, 8, 100);
  map.elements.value[0] = 5;
  assert.is(map.elements.lookup(), ENOENT);
  assert.is(map.elements.update(), 0);
  assert.is(map.elements.lookup(), 0);
  map.elements.value[0] = 6;
  assert.is(map.elements.lookup(), ENOENT);
});

test("updateFd: the map or program of a slot, whose number does not come to JavaScript", () => {
  using inner = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  using outer = mapCreate({
    type: MapType.HASH_OF_MAPS,
    keySize: 4,
    valueSize: 4,
    maxEntries: 2,
    innerMap: inner,
  });
  using elements = new MapElements(outer);
  elements.value.fill(0);
  assert.is(elements.updateFd(inner), 0);
  assert.equal(elements.value, new Uint8Array(4));
  assert.is(elements.lookup(), 0);
  assert.is(new Uint32Array(elements.value.slice().buffer)[0], mapInfo(inner).id);

  using programs = mapCreate({ type: MapType.PROG_ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  using slots = new MapElements(programs);
  assert.is(slots.updateFd(program), 0);
  assert.is(slots.lookup(), 0);
  assert.is(new Uint32Array(slots.value.slice().buffer)[0], progInfo(program).id);
  assert.is(slots.updateFd(inner), EINVAL, "a map is no program");
});

test("updateFd with a place: the value keeps its other bytes", () => {
  using map = open(MapType.HASH, 4, 12);
  map.elements.value.fill(7);
  assert.is(map.elements.updateFd(map.fd, 0, 4), 0);
  assert.equal(map.elements.value, new Uint8Array(12).fill(7));
  assert.is(map.elements.lookup(), 0);
  assert.equal(
    new Uint32Array(map.elements.value.slice().buffer),
    Uint32Array.of(0x07070707, map.fd.fd, 0x07070707),
  );
  assert.is(map.elements.updateFd(map.fd), 0);
  assert.is(map.elements.lookup(), 0);
  assert.equal(new Uint32Array(map.elements.value.slice().buffer), Uint32Array.of(map.fd.fd, 0, 0));
  assert.is(map.elements.updateFd(map.fd, 0, 9), EINVAL);
  assert.throws(
    () => map.elements.updateFd(map.fd, 0, -2),
    (error: { code?: string }) => error.code === "ERR_OUT_OF_RANGE",
  );
});

test("ofFd: the key is a descriptor", () => {
  using map = open(MapType.HASH, 4, 4);
  map.elements.value[0] = 1;
  assert.is(map.elements.ofFd("MAP_UPDATE_ELEM", map.fd), 0);
  map.elements.value.fill(0);
  assert.is(map.elements.ofFd("MAP_LOOKUP_ELEM", map.fd), 0);
  assert.is(map.elements.value[0], 1);
  assert.is(map.elements.next(true), 0);
  assert.is(new Uint32Array(map.elements.nextKey.slice().buffer)[0], map.fd.fd);
  assert.is(map.elements.ofFd("MAP_DELETE_ELEM", map.fd), 0);
  assert.is(map.elements.ofFd("MAP_LOOKUP_AND_DELETE_ELEM", map.fd), ENOENT);
  using wide = open(MapType.HASH, 8, 4);
  assert.is(wide.elements.ofFd("MAP_LOOKUP_ELEM", wide.fd), EINVAL);
});

test("freeze", () => {
  using map = open(MapType.ARRAY, 4, 4);
  assert.is(map.elements.freeze(), 0);
  const result = map.elements.update();
  assert.is(result, EPERM);
  const error = elementError(result, "MAP_UPDATE_ELEM");
  assert.is(error.code, "EPERM");
  assert.match(error.message, /^EPERM: .* bpf BPF_MAP_UPDATE_ELEM: the map is frozen/);
});

test("has the access of the descriptor that it was made from", () => {
  using map = open(MapType.HASH, 4, 4);
  map.elements.update();
  objPin(map.fd, "/sys/fs/bpf/access");
  using readable = objGet("/sys/fs/bpf/access", { access: "ro" });
  using reader = new MapElements(readable);
  assert.is(reader.lookup(), 0);
  assert.is(reader.update(), EPERM);
  using writable = objGet("/sys/fs/bpf/access", { access: "wo" });
  using writer = new MapElements(writable);
  assert.is(writer.update(), 0);
  assert.is(writer.lookup(), EPERM);
});

test("needs neither the given descriptor nor the pin any more", () => {
  const fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  using elements = new MapElements(fd);
  fd.close();
  using other = mapCreate({ type: MapType.HASH, keySize: 64, valueSize: 4096, maxEntries: 1 });
  assert.is(elements.update(), 0);
  assert.is(mapLookup(other, new Uint8Array(64)), undefined);
  assert.is(elements.lookup(), 0);
});

test("after close every call throws FdClosedError, and no descriptor is left", () => {
  const before = countFds();
  using fd = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  const elements = new MapElements(fd);
  assert.is(countFds(), before + 2);
  elements.close();
  elements.close();
  assert.is(countFds(), before + 1);
  const calls = [
    () => elements.lookup(),
    () => elements.update(1),
    () => elements.delete(),
    () => elements.take(),
    () => elements.next(),
    () => elements.next(true),
    () => elements.updateFd(fd),
    () => elements.ofFd("MAP_LOOKUP_ELEM", fd),
    () => elements.freeze(),
    () => elements.newBatch(1).lookup(),
  ];
  for (const call of calls) assert.throws(call, (error: Error) => FdClosedError.is(error));
  assert.is(elements.value.length, 4);
});

test("one that is closed leaves its number to another, which the first cannot reach", () => {
  using first = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  const closed = new MapElements(first);
  closed.close();
  using second = open(MapType.HASH, 4, 4);
  assert.throws(
    () => closed.update(),
    (error: Error) => FdClosedError.is(error),
  );
  assert.is(second.elements.next(true), ENOENT);
});

test("what is no map's descriptor is a TypeError, and leaves no descriptor", () => {
  using file = openat2(undefined, "/dev/null", { flags: 0 });
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  const closed = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  closed.close();
  const before = countFds();
  for (const fd of [file, program]) {
    assert.throws(
      () => new MapElements(fd),
      (error: Error) => error instanceof TypeError && /kind "map"/.test(error.message),
    );
  }
  assert.throws(
    () => new MapElements(closed),
    (error: Error) => FdClosedError.is(error),
  );
  for (const value of [undefined, 5, {}]) {
    assert.throws(
      () => new MapElements(value as unknown as BpfFd),
      (error: Error) => error instanceof TypeError,
    );
  }
  assert.is(countFds(), before);
});

test("buffers that are transferred: no crash, and the map is as it was", () => {
  for (const [valueSize, expected] of [
    [4, 0],
    [5000, -14],
  ] as const) {
    using map = open(MapType.HASH, 4, valueSize);
    mapUpdate(map.fd, new Uint8Array(4), new Uint8Array(valueSize).fill(3));
    const buffer = map.elements.value.buffer as ArrayBuffer & { transfer?: () => ArrayBuffer };
    // Small ones are memory of the addon's, which Node.js 20 copies.
    if (buffer.transfer === undefined) structuredClone(buffer, { transfer: [buffer] });
    else buffer.transfer();
    for (const result of [map.elements.lookup(), map.elements.update(), map.elements.next(true)]) {
      assert.is(result, expected);
    }
    assert.equal(mapLookup(map.fd, new Uint8Array(4)), new Uint8Array(valueSize).fill(3));
  }
  assert.match(elementError(-14, "MAP_LOOKUP_ELEM").message, /transferred/);
});

test("types without keys and values: nothing to call, and nothing breaks", () => {
  using fd = mapCreate({ type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: 4096 });
  using elements = new MapElements(fd);
  assert.equal([elements.keySize, elements.valueSize, elements.value.length], [0, 0, 0]);
  for (const result of [
    elements.lookup(),
    elements.update(),
    elements.delete(),
    elements.take(),
    elements.next(true),
  ]) {
    assert.ok(result < 0);
  }
  assert.ok(elements.newBatch(1).lookup() < 0);
});

test("errors name the command, and what its errno means there", () => {
  const text = (error: BpfError) => error.message;
  assert.match(
    text(elementError(-524, "MAP_UPDATE_BATCH")),
    /^ENOTSUPP: .*BPF_MAP_UPDATE_BATCH: maps of this type/,
  );
  assert.match(
    text(elementError(-28, "MAP_LOOKUP_BATCH")),
    /^ENOSPC: .*: a bucket of the hash has more elements/,
  );
  assert.match(text(elementError(-1, "MAP_LOOKUP_AND_DELETE_ELEM")), /^EPERM: .*: the map is frozen/);
  assert.match(text(elementError(-40, "MAP_GET_NEXT_KEY")), /^ELOOP: .*begin again too often/);
  assert.match(text(elementError(-22, "MAP_DELETE_BATCH")), /^EINVAL: .*cannot be deleted/);
});

test.run();
