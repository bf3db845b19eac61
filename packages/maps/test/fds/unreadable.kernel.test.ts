import { MapType } from "@bpf/elf";
import { BpfError, type BpfFd, mapCreate, mapDelete, mapNextKey } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runSteps } from "../../src/bulk/steps.js";
import { clearUnreadable, isUnreadable, wasAbsent } from "../../src/fds/unreadable.js";
import { openMap } from "../../src/keyed-map/open-map.js";
import { closeCore, type OpenedMap, openCore } from "../../src/open/core.js";
import { cgroupRoot, noCgroup, openDirectory } from "../cgroup-root.js";
import { bpfError, mapError } from "../errors.js";
import { foreignFds } from "../foreign-fds.js";
import { testOrSkip, testWith } from "../test-or-skip.js";

const foreign = foreignFds();
const test = suite("maps whose values cannot be read");
const first = new Uint8Array(4);
const make = (type: number, valueSize: number): BpfFd =>
  mapCreate({ type, keySize: 4, valueSize, maxEntries: 4 });

const types = [
  ["perf_event_array", MapType.PERF_EVENT_ARRAY, 4],
  ["cgroup_array", MapType.CGROUP_ARRAY, 4],
  ["xskmap", MapType.XSKMAP, 4],
  ["sockmap", MapType.SOCKMAP, 4],
  ["sockmap", MapType.SOCKMAP, 8],
  ["sockhash", MapType.SOCKHASH, 4],
  ["sockhash", MapType.SOCKHASH, 8],
  ["reuseport_sockarray", MapType.REUSEPORT_SOCKARRAY, 4],
  ["reuseport_sockarray", MapType.REUSEPORT_SOCKARRAY, 8],
  ["prog_array", MapType.PROG_ARRAY, 4],
  ["devmap", MapType.DEVMAP, 4],
  ["cpumap", MapType.CPUMAP, 4],
  ["hash", MapType.HASH, 4],
] as const;

for (const [name, type, valueSize] of types) {
  test(`${name}, values of ${valueSize} bytes: the kernel's word on lookups and absent keys`, () => {
    using fd = make(type, valueSize);
    using map = openMap<Uint8Array, Uint8Array>(fd, { raw: true });
    const refused = ["ENOTSUPP", "EOPNOTSUPP", "ENOSPC"].some((code) => {
      try {
        map.get(first);
        return false;
      } catch (error) {
        return bpfError(code)(error);
      }
    });
    assert.is(isUnreadable({ type, valueSize }), refused);
    let result = 0;
    try {
      if (!mapDelete(fd, first)) result = -2;
    } catch (error) {
      result = BpfError.is(error) ? error.errno : 1;
    }
    // Some say of an empty slot that they deleted it.
    assert.ok(result === 0 || wasAbsent(type, result), String(result));
  });
}

const clearAll = (map: OpenedMap): number => runSteps(map, clearUnreadable(map));

/** Fills all keys, clears, and looks that every key can be created again. */
function clears(
  type: number,
  fill: (map: ReturnType<typeof openMap<number, number, number | BpfFd>>, key: number) => void,
): void {
  using fd = make(type, 4);
  const key = { kind: "integer", size: 4, signed: false } as const;
  using map = openMap<number, number, number | BpfFd>(fd, { key });
  const opened = openCore(fd, {});
  try {
    for (const n of [0, 1, 3]) fill(map, n);
    assert.is(clearAll(opened), type === MapType.XSKMAP ? 4 : 3);
    if (type === MapType.SOCKHASH) assert.is(mapNextKey(fd), undefined);
    // Nothing is left to delete.
    assert.is(clearAll(opened), type === MapType.XSKMAP ? 4 : 0);
    fill(map, 0);
    assert.is(map.clear(), type === MapType.XSKMAP ? 4 : 1);
    if (type !== MapType.XSKMAP) assert.equal([map.delete(0), map.deleteAll([0, 3])], [false, 0]);
  } finally {
    closeCore(opened);
  }
}

testWith(test, "perf_event_array is cleared", foreign.perf, (fd) =>
  clears(MapType.PERF_EVENT_ARRAY, (map, key) => map.set(key, fd)),
);
testWith(test, "xskmap is cleared", foreign.xsk, (fd) =>
  clears(MapType.XSKMAP, (map, key) => map.set(key, fd, "create")),
);
testWith(test, "sockmap is cleared", foreign.udp, (fd) =>
  clears(MapType.SOCKMAP, (map, key) => map.set(key, fd, "create")),
);
testWith(test, "sockhash is cleared", foreign.udp, (fd) =>
  clears(MapType.SOCKHASH, (map, key) => map.set(key, fd, "create")),
);
testOrSkip(test, "cgroup_array is cleared", noCgroup, () => {
  using cgroup = openDirectory(cgroupRoot!);
  clears(MapType.CGROUP_ARRAY, (map, key) => map.set(key, cgroup));
});

test("a frozen one says so", () => {
  using fd = make(MapType.PERF_EVENT_ARRAY, 4);
  using map = openMap(fd);
  map.freeze();
  const opened = openCore(fd, {});
  try {
    assert.throws(
      () => clearAll(opened),
      (error: unknown) => bpfError("EPERM", /frozen/)(error) && (error as { done?: number }).done === 0,
    );
  } finally {
    closeCore(opened);
  }
});

test("clearing in promise form leaves this thread to others between, and stops when it is told to", async () => {
  using fd = mapCreate({ type: MapType.XSKMAP, keySize: 4, valueSize: 4, maxEntries: 5000 });
  using map = openMap<number, number>(fd);
  const told: number[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const call = map.clearAsync({
    onProgress: ({ done }) => {
      told.push(done);
      // Other calls on the map use the same key.
      map.delete(4999);
    },
  });
  assert.is(await call, 5000);
  clearInterval(timer);
  assert.equal(told, [1024, 2048, 3072, 4096, 5000]);
  assert.ok(turns > 0);
  {
    using copy = fd.dup();
    const closing = openMap<number, number>(copy);
    const work = closing.clearAsync({ onProgress: () => closing.close() });
    const error = (await work.catch((reason: unknown) => reason)) as { done?: number };
    assert.ok(mapError("ERR_MAP_CLOSED")(error));
    assert.is(error.done, 1024);
  }
  const controller = new AbortController();
  const aborted = map.clearAsync({
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  const reason = await aborted.catch((error: unknown) => error);
  assert.is(reason, controller.signal.reason);
});

test.run();
