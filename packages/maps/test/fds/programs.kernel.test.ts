import { AttachType, MapType, ProgramType } from "@bpf/elf";
import {
  type BpfFd,
  FdClosedError,
  mapCreate,
  mapLookup,
  objPin,
  progFromId,
  progInfo,
  progLoad,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { bpftool, bpftoolJson, hexArguments, hexBytes } from "../bpftool.js";
import { bpfError, mapError, openFds, valueError } from "../errors.js";

const test = suite("maps of programs and devices");
const index = (n: number): Uint8Array => new Uint8Array(Uint32Array.of(n).buffer);
const make = (type: number, valueSize = 4): BpfFd =>
  mapCreate({ type, keySize: 4, valueSize, maxEntries: 4, name: "objects" });

/** `r0 = 2; exit`: XDP_PASS. */
const pass = Uint8Array.of(0xb7, 0, 0, 0, 2, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0);
const xdp = (expectedAttachType: number): BpfFd =>
  progLoad({ type: ProgramType.XDP, instructions: pass, license: "GPL", expectedAttachType });

test("prog_array: programs in, ids out, as bpftool has them", () => {
  const path = "/sys/fs/bpf/prog_array";
  using program = progLoad({ type: ProgramType.SOCKET_FILTER, instructions: pass, license: "GPL" });
  const { id } = progInfo(program);
  using fd = make(MapType.PROG_ARRAY);
  objPin(fd, path);
  using map = openMap<number, number, number | BpfFd>(path);
  map.set(1, program);
  assert.is(map.get(1), id);
  const printed = bpftoolJson<object>("map", "lookup", "pinned", path, "key", ...hexArguments(index(1)));
  assert.ok(JSON.stringify(printed).includes(JSON.stringify(hexBytes(index(id)))), JSON.stringify(printed));
  bpftool("map", "update", "pinned", path, "key", ...hexArguments(index(3)), "value", "id", String(id));
  assert.equal(
    [...map],
    [
      [1, id],
      [3, id],
    ],
  );
  assert.is(map.delete(3), true);
  assert.is(map.delete(3), false);

  // What is read can be written.
  map.set(0, id);
  assert.is(map.setAll([[2, program]]), 1);
  assert.equal([...map.keys()].sort(), [0, 1, 2]);
  using json = openMap<unknown, unknown>(path, { json: true });
  json.set(3, String(id));
  assert.is(json.get(3), id);
  using raw = openMap<Uint8Array, Uint8Array>(path, { raw: true });
  raw.set(index(0), raw.get(index(3))!);
  assert.is(map.count(), 4);
  assert.is(map.clear(), 4);
  assert.is(map.count(), 0);
});

test("prog_array: a number never is a descriptor", () => {
  using program = progLoad({ type: ProgramType.SOCKET_FILTER, instructions: pass, license: "GPL" });
  using fd = make(MapType.PROG_ARRAY);
  using map = openMap<number, number, number | BpfFd>(fd);
  const copies: BpfFd[] = [];
  const free = (): BpfFd => {
    for (;;) {
      const copy = program.dup();
      copies.push(copy);
      try {
        progFromId(copy.fd).close();
      } catch {
        return copy;
      }
    }
  };
  assert.throws(() => map.set(0, free().fd), bpfError("ENOENT", /no live object has this id/));
  assert.is(map.get(0), undefined);
  for (const copy of copies) copy.close();
  for (const wrong of [-1, 1.5, 2 ** 32, "x", null, undefined, {}, new Uint8Array(3)]) {
    assert.throws(() => map.set(0, wrong as never), valueError("value"), String(wrong));
  }
  assert.throws(() => map.set(0, fd), bpfError("EINVAL"));
  const closed = program.dup();
  closed.close();
  assert.throws(
    () => map.set(0, closed),
    (error: unknown) => error instanceof FdClosedError,
  );
  assert.is(map.count(), 0);
});

for (const [name, type] of [
  ["devmap", MapType.DEVMAP],
  ["devmap_hash", MapType.DEVMAP_HASH],
] as const) {
  test(`${name}: interfaces`, () => {
    const path = `/sys/fs/bpf/${name}4`;
    using fd = make(type);
    objPin(fd, path);
    using map = openMap<number, number>(path);
    map.set(2, 1);
    assert.is(map.get(2), 1);
    assert.equal(
      bpftoolJson<{ value: string[] }>("map", "lookup", "pinned", path, "key", ...hexArguments(index(2)))
        .value,
      hexBytes(index(1)),
    );
    bpftool(
      "map",
      "update",
      "pinned",
      path,
      "key",
      ...hexArguments(index(3)),
      "value",
      ...hexArguments(index(1)),
    );
    assert.equal(
      [...map],
      [
        [2, 1],
        [3, 1],
      ],
    );
    assert.throws(() => map.set(0, 0x7fff_fff0), bpfError("EINVAL"));
    assert.is(map.delete(2), true);
    assert.is(map.get(2), undefined);
  });

  test(`${name}: interfaces with a program`, () => {
    using program = xdp(AttachType.XDP_DEVMAP);
    const { id } = progInfo(program);
    using fd = make(type, 8);
    using map = openMap<number, { ifindex: number; program?: number | BpfFd } | number>(fd);
    map.set(0, { ifindex: 1, program });
    const both = { ifindex: 1, program: id };
    assert.equal(map.get(0), both);
    assert.equal(mapLookup(fd, index(0)), Uint8Array.of(...index(1), ...index(id)));
    map.set(1, both).set(2, { ifindex: 1 }).set(3, 1);
    assert.equal([...map.values()], [both, both, { ifindex: 1, program: 0 }, { ifindex: 1, program: 0 }]);
    using raw = openMap<Uint8Array, Uint8Array>(fd, { raw: true });
    raw.set(index(3), raw.get(index(0))!);
    assert.equal(map.get(3), both);
    using json = openMap<unknown, unknown>(fd, { json: true });
    json.set(2, json.get(3));
    assert.equal(json.get(2), both);
    assert.throws(() => map.set(0, { program } as never), valueError("value.ifindex"));
    assert.throws(() => map.set(0, { ifindex: 1, prog: 1 } as never), valueError("value.prog"));
    assert.throws(() => map.set(0, { ifindex: -1 }), valueError("value.ifindex"));
    assert.throws(() => map.set(0, { ifindex: 1, program: "x" as never }), valueError("value.program"));
    assert.throws(() => map.set(0, { ifindex: 1, program: 0xffff_fff0 }), bpfError("ENOENT", /id/));
    using other = xdp(AttachType.XDP_CPUMAP);
    assert.throws(() => map.set(0, { ifindex: 1, program: other }), bpfError("EINVAL"));
    assert.equal(map.get(0), both);
  });
}

test("cpumap: queues, with and without a program", () => {
  using program = xdp(AttachType.XDP_CPUMAP);
  using narrow = make(MapType.CPUMAP);
  using sizes = openMap<number, number>(narrow);
  sizes.set(0, 16);
  assert.equal([...sizes], [[0, 16]]);
  using fd = make(MapType.CPUMAP, 8);
  using map = openMap<number, unknown>(fd);
  map.set(0, { queueSize: 8, program });
  assert.equal(map.get(0), { queueSize: 8, program: progInfo(program).id });
  map.set(1, 4);
  assert.equal(map.get(1), { queueSize: 4, program: 0 });
  assert.throws(() => map.set(0, { queueSize: 0xffff }), bpfError("EOVERFLOW"));
});

test("many programs in promise form: this thread is left to others between, and the signal is heard", async () => {
  using program = progLoad({ type: ProgramType.SOCKET_FILTER, instructions: pass, license: "GPL" });
  using fd = mapCreate({ type: MapType.PROG_ARRAY, keySize: 4, valueSize: 4, maxEntries: 3000 });
  using map = openMap<number, number, number | BpfFd>(fd);
  const all = Array.from({ length: 3000 }, (_, i) => [i, program] as const);
  const told: number[] = [];
  const { id } = progInfo(program);
  const set = map.setAllAsync(all, {
    onProgress: ({ done }) => {
      told.push(done);
      assert.is(map.get(0), id);
    },
  });
  assert.is(await set, 3000);
  assert.equal(told, [1024, 2048, 3000]);
  assert.is(map.count(), 3000);
  const controller = new AbortController();
  const aborted = map.setAllAsync(all, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  assert.is(await aborted.catch((error: unknown) => error), controller.signal.reason);
  const closing = map.setAllAsync(all, { onProgress: () => map.close() });
  const error = (await closing.catch((reason: unknown) => reason)) as { done?: number };
  assert.ok(mapError("ERR_MAP_CLOSED")(error));
  assert.is(error.done, 1024);
});

test("prog_array: a descriptor's getter that uses the map", () => {
  using program = progLoad({ type: ProgramType.SOCKET_FILTER, instructions: pass, license: "GPL" });
  using fd = make(MapType.PROG_ARRAY);
  using map = openMap<number, number, number | { fd: BpfFd }>(fd);
  const holder = {
    get fd() {
      map.get(2);
      return program;
    },
  };
  assert.throws(() => map.set(1, holder), mapError("ERR_MAP_BUSY"));
  assert.throws(() => map.setAll([[1, holder]]), mapError("ERR_MAP_BUSY"));
  assert.is(map.count(), 0);
});

test("descriptors are not left open", () => {
  using program = progLoad({ type: ProgramType.SOCKET_FILTER, instructions: pass, license: "GPL" });
  using fd = make(MapType.PROG_ARRAY);
  using map = openMap<number, number>(fd);
  const { id } = progInfo(program);
  const before = openFds();
  for (let round = 0; round < 20; round++) map.set(0, id);
  assert.throws(() => map.set(9, id), bpfError("E2BIG"));
  assert.is(openFds(), before);
});

test.run();
