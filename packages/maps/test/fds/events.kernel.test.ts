import { MapType, ProgramType } from "@bpf/elf";
import { BpfFd, mapCreate, progLoad } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { cgroupRoot, noCgroup, openDirectory } from "../cgroup-root.js";
import { bpfError, valueError } from "../errors.js";
import { foreignFds } from "../foreign-fds.js";
import { testOrSkip, testWith } from "../test-or-skip.js";

const foreign = foreignFds();
const test = suite("maps of perf events, cgroups and stacks");
const make = (type: number, valueSize = 4): BpfFd =>
  mapCreate({ type, keySize: 4, valueSize, maxEntries: 4, name: "objects" });

/** `r0 = 2; exit`: XDP_PASS. */
const pass = Uint8Array.of(0xb7, 0, 0, 0, 2, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0);

testWith(test, "perf_event_array: events in, nothing out", foreign.perf, (number) => {
  using fd = make(MapType.PERF_EVENT_ARRAY);
  using map = openMap<number, number, number | BpfFd>(fd);
  map.set(0, number);
  assert.throws(() => map.get(0), bpfError("ENOTSUPP", /do not have this operation/));
  assert.is(map.delete(0), true);
  assert.is(map.delete(0), false);
  using event = BpfFd.adopt(number);
  map.set(1, event);
  assert.is(map.delete(1), true);
  using program = progLoad({ type: ProgramType.SOCKET_FILTER, instructions: pass, license: "GPL" });
  assert.throws(() => map.set(0, program), bpfError("EBADF"));
  for (const wrong of [-1, 0.5, 2 ** 31, 5n, "5", undefined, { fd: 5 }]) {
    assert.throws(() => map.set(0, wrong as never), valueError("value", /descriptor/));
  }
});

testOrSkip(test, "cgroup_array: directories in, nothing out", noCgroup, () => {
  using fd = make(MapType.CGROUP_ARRAY);
  using map = openMap<number, number, number | BpfFd>(fd);
  using cgroup = openDirectory(cgroupRoot!);
  map.set(0, cgroup);
  assert.throws(() => map.get(0), bpfError("ENOTSUPP"));
  assert.is(map.delete(0), true);
  using other = openDirectory("/proc");
  assert.throws(() => map.set(0, other), bpfError("EBADF"));
});

test("stack_trace: addresses by stack id; nothing is set from here", () => {
  using fd = make(MapType.STACK_TRACE, 16);
  using map = openMap<number, bigint[]>(fd);
  assert.equal(map.valueLayout, {
    kind: "array",
    element: { kind: "integer", size: 8, signed: false },
    length: 2,
  });
  assert.is(map.get(7), undefined);
  assert.throws(() => map.set(0, [1n, 2n]), bpfError("EINVAL"));
  assert.is(map.delete(0), false);
  assert.equal([...map], []);
});

test.run();
