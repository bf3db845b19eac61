import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  FdClosedError,
  MapFlag,
  MapMemory,
  MapType,
  mapCreate,
  mapFreeze,
  mapLookup,
  mapUpdate,
  objGet,
  objPin,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { collected } from "../collect.js";
import { countFds } from "../open-fds.js";

const test = suite("MapMemory");
const key = (index: number) => new Uint8Array(Uint32Array.of(index).buffer);
const array = (valueSize: number, maxEntries: number, flags = 0) =>
  mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize, maxEntries, flags: MapFlag.MMAPABLE | flags });

/** Mappings of maps in this process. */
const mappings = () => (readFileSync("/proc/self/maps", "latin1").match(/anon_inode:bpf-map/g) ?? []).length;

const failsWith = (code: string, text: RegExp) => (error: BpfError) =>
  error.code === code && error.syscall === "mmap" && text.test(error.message);

test("its bytes are the map's: bpf(2) reads what is stored there, and the other way round", () => {
  using fd = array(12, 600);
  using memory = MapMemory.map(fd);
  assert.equal([memory.stride, memory.length, memory.bytes.length], [16, 9600, 9600]);
  assert.is(memory.writable, true);
  memory.bytes.set([1, 2, 3], 599 * 16);
  assert.equal(mapLookup(fd, key(599)), Uint8Array.of(1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  mapUpdate(fd, key(1), new Uint8Array(12).fill(9));
  assert.equal(memory.bytes.slice(16, 32), Uint8Array.of(...new Array(12).fill(9), 0, 0, 0, 0));
});

test("bpftool reads it", () => {
  using fd = array(8, 2);
  objPin(fd, "/sys/fs/bpf/mapped");
  using memory = MapMemory.map(fd);
  new BigUint64Array(memory.bytes.buffer)[1] = 0x0102030405060708n;
  const [, element] = bpftool("map", "dump", "pinned", "/sys/fs/bpf/mapped") as unknown as {
    value: string[];
  }[];
  assert.equal(element!.value, ["0x08", "0x07", "0x06", "0x05", "0x04", "0x03", "0x02", "0x01"]);
  execFileSync(
    "bpftool",
    "map update pinned /sys/fs/bpf/mapped key 0 0 0 0 value 1 1 0 0 0 0 0 0".split(" "),
  );
  assert.is(new BigUint64Array(memory.bytes.buffer)[0], 257n);
});

test("needs no descriptor, and leaves none", () => {
  const before = countFds();
  const fd = array(8, 1);
  using memory = MapMemory.map(fd);
  fd.close();
  assert.is(countFds(), before);
  memory.bytes[0] = 1;
  assert.is(memory.bytes[0], 1);
});

test("a read-only mapping is read by copies, and is no ArrayBuffer", () => {
  using fd = array(8, 4);
  mapUpdate(fd, key(3), new Uint8Array(8).fill(7));
  mapFreeze(fd);
  assert.throws(() => MapMemory.map(fd), failsWith("EPERM", /frozen; map it with access ro/));
  using memory = MapMemory.map(fd, { access: "ro" });
  assert.is(memory.writable, false);
  assert.throws(
    () => memory.bytes,
    (error: Error) => error instanceof TypeError && /read-only/.test(error.message),
  );
  const into = new Uint8Array(10);
  memory.read(22, into);
  assert.equal(into, Uint8Array.of(0, 0, 7, 7, 7, 7, 7, 7, 7, 7));
  memory.read(32, new Uint8Array(0));
});

test("reads past the end are RangeErrors, and change nothing", () => {
  using fd = array(8, 4);
  for (const access of ["rw", "ro"] as const) {
    using memory = MapMemory.map(fd, { access });
    const into = new Uint8Array(8).fill(1);
    for (const at of [25, 33, -1, 0.5, Number.NaN, 2 ** 60]) {
      assert.throws(
        () => memory.read(at, into),
        (error: { code?: string }) => error.code === "ERR_OUT_OF_RANGE",
        String(at),
      );
    }
    assert.throws(
      () => memory.read(0, new Uint8Array(33)),
      (error: { code?: string }) => error.code === "ERR_OUT_OF_RANGE",
    );
    assert.throws(
      () => memory.read(0, new Uint16Array(1) as unknown as Uint8Array),
      (error: Error) => error instanceof TypeError,
    );
    assert.equal(into, new Uint8Array(8).fill(1));
  }
});

test("what cannot be mapped says why", () => {
  using plain = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1 });
  using hash = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 1 });
  using ring = mapCreate({ type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: 4096 });
  using programsRead = array(8, 1, MapFlag.RDONLY_PROG);
  const before = countFds();
  for (const access of ["rw", "ro"] as const) {
    assert.throws(() => MapMemory.map(plain, { access }), failsWith("EINVAL", /without BPF_F_MMAPABLE/));
    assert.throws(() => MapMemory.map(hash, { access }), failsWith("ENOTSUPP", /only arrays/));
    assert.throws(() => MapMemory.map(ring, { access }), failsWith("ENOTSUPP", /only arrays/));
  }
  assert.throws(() => MapMemory.map(programsRead), failsWith("EACCES", /programs may only read/));
  MapMemory.map(programsRead, { access: "ro" }).close();
  assert.throws(() => MapMemory.map(plain, { access: "wo" as "ro" }), /access must be/);
  assert.is(countFds(), before);
});

test("a descriptor that was opened read-only cannot be mapped at all", () => {
  using fd = array(8, 1);
  objPin(fd, "/sys/fs/bpf/readable");
  using readable = objGet("/sys/fs/bpf/readable", { access: "ro" });
  assert.throws(
    () => MapMemory.map(readable, { access: "ro" }),
    failsWith("EINVAL", /needs one that was opened with access rw/),
  );
  assert.throws(() => MapMemory.map(readable), failsWith("EACCES", /opened read-only/));
});

test("close empties every view of the bytes; the map can be frozen when the loop has turned", async () => {
  using fd = array(8, 512);
  const memory = MapMemory.map(fd);
  const { bytes } = memory;
  const view = new DataView(bytes.buffer, 8);
  memory.close();
  memory.close();
  assert.is(bytes.length, 0);
  assert.is(memory.bytes.length, 0);
  assert.throws(() => view.getUint8(0), TypeError);
  assert.throws(
    () => memory.read(0, new Uint8Array(1)),
    (error: Error) => FdClosedError.is(error),
  );
  await turn();
  await turn();
  mapFreeze(fd);
});

test("a read-only mapping ends at close", () => {
  using fd = array(8, 512);
  const before = mappings();
  const memory = MapMemory.map(fd, { access: "ro" });
  assert.is(mappings(), before + 1);
  memory.close();
  assert.is(mappings(), before);
});

/** Node.js 20 makes a copy of memory that is an addon's; newer ones have a transfer() that moves it. */
function transferred(buffer: ArrayBuffer & { transfer?: () => ArrayBuffer }): ArrayBuffer {
  return buffer.transfer?.() ?? structuredClone(buffer, { transfer: [buffer] });
}

test("bytes that were transferred elsewhere stay safe there, and close() too", () => {
  using fd = array(8, 512);
  const memory = MapMemory.map(fd);
  const { buffer } = memory.bytes;
  const moved = transferred(buffer as ArrayBuffer);
  memory.read(0, new Uint8Array(8));
  memory.close();
  memory.close();
  assert.is(moved.byteLength, 4096);
  new Uint8Array(moved).fill(1);
});

test("who holds the bytes only keeps them; who holds nothing leaves nothing", async () => {
  using fd = array(8, 512);
  await collected();
  const before = mappings();
  let bytes: Uint8Array | undefined = (() => MapMemory.map(fd).bytes)();
  (() => MapMemory.map(fd, { access: "ro" }))();
  await collected();
  assert.is(mappings(), before + 1);
  bytes[0] = 5;
  assert.is(mapLookup(fd, key(0))![0], 5);
  bytes = undefined;
  await collected();
  assert.is(mappings(), before);
});

test("what a worker has mapped is unmapped when it is terminated", async () => {
  const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
  using fd = array(8, 512);
  objPin(fd, "/sys/fs/bpf/worker");
  await collected();
  const before = mappings();
  const thread = new Worker(
    `const { MapMemory, objGet } = require(${JSON.stringify(index)});
     globalThis.kept = ["rw", "ro"].map((access) => MapMemory.map(objGet("/sys/fs/bpf/worker"), { access }));
     require("node:worker_threads").parentPort.postMessage(kept[0].bytes.length);
     setInterval(() => {}, 1000);`,
    { eval: true },
  );
  assert.equal(await once(thread, "message"), [4096]);
  assert.is(mappings(), before + 2);
  await thread.terminate();
  assert.is(mappings(), before);
});

test.run();
