import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  btfLoad,
  FdClosedError,
  MapType,
  mapCreate,
  mapInfo,
  mapUpdate,
  objPin,
  type ProgLoadAttr,
  ProgramType,
  progDebugInfo,
  progInfo,
  progLoad,
  progTestRun,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { countFds } from "../open-fds.js";
import { debugBtf } from "./debug-btf.js";
import { assemble, exit, load64, lookupFirst, loops, mov, pseudo, readsMap, returnZero } from "./programs.js";

const test = suite("loading programs");
const packet = new Uint8Array(14);

function filter(instructions: Uint8Array, attr: Partial<ProgLoadAttr> = {}) {
  return progLoad({ type: ProgramType.SOCKET_FILTER, instructions, license: "GPL", ...attr });
}

/** An array of one u32. */
function word(value: number) {
  const map = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
  mapUpdate(map, new Uint8Array(4), new Uint8Array(Uint32Array.of(value).buffer));
  return map;
}

const isRange = (error: unknown) => error instanceof RangeError;

test("a descriptor in an instruction is put there by the addon, and nowhere else", () => {
  using map = word(4711);
  const given = readsMap.slice();
  using program = filter(given, { fds: [{ offset: 4, fd: map }] });
  assert.equal(given, readsMap, "what was given has no number in it");
  assert.equal(progInfo(program).mapIds, [mapInfo(map).id]);
  assert.is(progTestRun(program, { dataIn: packet }).returnValue, 4711);
});

test("several descriptors, one of them twice", () => {
  using first = word(1);
  using second = word(2);
  const instructions = assemble(
    load64(1, pseudo.mapFd),
    load64(2, pseudo.mapFd),
    load64(1, pseudo.mapFd),
    lookupFirst,
    mov(0, 0),
    exit,
  );
  const fds = [
    { offset: 4, fd: first },
    { offset: 20, fd: second },
    { offset: 36, fd: first },
  ];
  using program = filter(instructions, { fds });
  assert.equal(progInfo(program).mapIds, [mapInfo(first).id, mapInfo(second).id]);
});

test("maps by index in fdArray, whose slots may be empty", () => {
  using map = word(99);
  const instructions = readsMap.slice();
  instructions.set(load64(1, pseudo.mapIndex, 2));
  using program = filter(instructions, { fdArray: [undefined, undefined, map] });
  assert.is(progTestRun(program, { dataIn: packet }).returnValue, 99);
});

test("a place that is no immediate of the instructions", () => {
  using map = word(0);
  for (const offset of [0, 3, 8, readsMap.length, readsMap.length + 4, -4, 0.5, 2 ** 32 + 4, Number.NaN]) {
    assert.throws(() => filter(readsMap, { fds: [{ offset, fd: map }] }), isRange, String(offset));
  }
});

test("a closed descriptor, in each place that takes one", () => {
  const closed = word(0);
  closed.close();
  const places: Partial<ProgLoadAttr>[] = [
    { fds: [{ offset: 4, fd: closed }] },
    { fdArray: [closed] },
    { btf: closed },
    { attachTo: closed },
  ];
  for (const attr of places) {
    assert.throws(
      () => filter(readsMap, attr),
      (error: unknown) => FdClosedError.is(error),
    );
  }
});

test("a descriptor of the wrong kind: the verifier says which instruction", () => {
  using btf = btfLoad(debugBtf("f", []).types);
  assert.throws(
    () => filter(readsMap, { fds: [{ offset: 4, fd: btf }] }),
    (error: BpfError) =>
      error.code === "EINVAL" && /fd \d+ is not pointing to valid bpf_map/.test(error.log!),
  );
});

test("functions and lines: bpftool shows them, and progDebugInfo tells what was given", () => {
  const debug = debugBtf("answer", ["int answer(void) {", "  return 0;"]);
  using btf = btfLoad(debug.types);
  using program = filter(returnZero, { btf, name: "answer", ...debug });
  const { functionInfo, functionInfoSize, lineInfo, lineInfoSize, btfId } = progDebugInfo(program);
  assert.equal(functionInfo, debug.functionInfo);
  assert.equal(lineInfo, debug.lineInfo);
  assert.equal([functionInfoSize, lineInfoSize], [8, 16]);
  assert.is(btfId, progInfo(program).btfId);
  objPin(program, "/sys/fs/bpf/answer");
  const dump = bpftool("prog", "dump", "xlated", "pinned", "/sys/fs/bpf/answer", "linum");
  assert.match(JSON.stringify(dump), /answer.*int answer\(void\) \{.*return 0;/s);
});

test("debug information that does not fit the program: the log says how", () => {
  const debug = debugBtf("answer", ["int answer(void) {"]);
  using btf = btfLoad(debug.types);
  const shifted = debug.functionInfo.slice();
  shifted[0] = 1;
  assert.throws(
    () => filter(returnZero, { btf, ...debug, functionInfo: shifted }),
    (error: BpfError) => error.code === "EINVAL" && error.log !== "",
  );
  assert.throws(() => filter(returnZero, { btf, functionInfo: debug.functionInfo.subarray(1) }), isRange);
  assert.throws(() => filter(returnZero, { btf, lineInfo: debug.lineInfo.subarray(4) }), isRange);
});

test("the log of a success: whole from a buffer that was too small at first, at each level", () => {
  const logs = [1, 2, 4, 7].map((level) => {
    let log = "";
    using program = filter(loops(100), { log: { level, size: 1, onLog: (text) => (log += text) } });
    assert.ok(progInfo(program).id > 0);
    return log;
  });
  for (const log of logs) assert.match(log, /processed 2\d\d insns/);
  const [, second, statistics, all] = logs as [string, string, string, string];
  for (const log of [second, all]) assert.match(log, /^(func#0 @0|0: )/);
  assert.ok(second.length > 10_000, `${second.length} bytes`);
  assert.match(statistics, "verification time");
  assert.not.match(statistics, "0: (b7)");
  assert.ok(all.length > second.length);
});

test("the same log from a buffer that is long enough: nothing is lost", () => {
  const read = (size: number) => {
    let log = "";
    filter(loops(200), { log: { level: 2, size, onLog: (text) => (log = text) } }).close();
    return log;
  };
  assert.is(read(128), read(8 * 1024 * 1024));
});

test("if onLog throws, so does the call, and nothing stays open", () => {
  const before = countFds();
  const thrown = new Error("enough");
  const onLog = () => {
    throw thrown;
  };
  assert.throws(
    () => filter(returnZero, { log: { level: 1, onLog } }),
    (error: unknown) => error === thrown,
  );
  assert.is(countFds(), before);
});

test("a refusal has a log that tells why, at each level, and onLog is not called", () => {
  const uninitialised = exit;
  for (const log of [true, { level: 1 }, { level: 2 }, { level: 4 }, { level: 7 }, { level: 0 }]) {
    const onLog = () => assert.unreachable();
    assert.throws(
      () => filter(uninitialised, { log: typeof log === "object" ? { ...log, onLog } : log }),
      (error: BpfError) => error.code === "EACCES" && /0: \(95\) exit\nR0 !read_ok/.test(error.log!),
      JSON.stringify(log),
    );
  }
});

test("a refusal's log is whole, however long", () => {
  // 2,000 times round, and then a register that has no value.
  const refused = assemble(loops(2000).subarray(8, -8), exit);
  assert.throws(
    () => filter(refused, { log: { level: 2, size: 128 } }),
    (error: BpfError) => {
      const log = error.log!;
      return /^(func#0|0: |Live)/.test(log) && log.length > 200_000 && /R0 !read_ok/.test(log.slice(-500));
    },
  );
});

test("values that do not fit", () => {
  const wrong: [Partial<ProgLoadAttr>, string][] = [
    [{ license: "GPL\0" }, "ERR_INVALID_ARG_VALUE"],
    [{ license: 5 as never }, "ERR_INVALID_ARG_TYPE"],
    [{ name: "sixteen_bytes_16" }, "ERR_INVALID_ARG_VALUE"],
    [{ log: "yes" as never }, "ERR_INVALID_ARG_TYPE"],
    [{ log: null as never }, "ERR_INVALID_ARG_TYPE"],
    [{ log: { level: 8 } }, "ERR_OUT_OF_RANGE"],
    [{ log: { level: 1, size: 2 ** 30 } }, "ERR_OUT_OF_RANGE"],
    [{ log: { level: 1, onLog: {} as never } }, "ERR_INVALID_ARG_TYPE"],
    [{ kernelVersion: -1 }, "ERR_OUT_OF_RANGE"],
    [{ lineInfo: [] as never }, "ERR_INVALID_ARG_TYPE"],
    [{ attachTo: {} as never }, "ERR_INVALID_ARG_TYPE"],
  ];
  for (const [attr, code] of wrong) {
    assert.throws(
      () => filter(returnZero, attr),
      (error: { code?: string }) => error.code === code,
      JSON.stringify(attr),
    );
  }
});

test("what is larger than the kernel takes is its E2BIG", () => {
  const million = new Uint8Array(8 * 1_000_001);
  assert.throws(
    () => filter(million, { log: false }),
    (error: BpfError) => error.code === "E2BIG",
  );
});

test("an extension of a program that does not exist: the attribute reaches the kernel", () => {
  const debug = debugBtf("answer", []);
  using btf = btfLoad(debug.types);
  using target = filter(returnZero, { btf, functionInfo: debug.functionInfo });
  assert.throws(
    () =>
      filter(returnZero, {
        type: ProgramType.EXT,
        attachTo: target,
        attachBtfId: 4,
        btf,
        functionInfo: debug.functionInfo,
      }),
    (error: BpfError) => error.code === "EINVAL" || error.code === "EPERM",
  );
});

test("a profiler's signals do not stop the verifier", () => {
  const directory = mkdtempSync(join(tmpdir(), "profile-"));
  const file = fileURLToPath(new URL("profiled-load.ts", import.meta.url));
  const profiled = ["--cpu-prof", "--cpu-prof-interval=200", `--cpu-prof-dir=${directory}`];
  try {
    const loader = ["--import", import.meta.resolve("tsx")];
    const { stdout, stderr } = spawnSync(process.execPath, [...profiled, ...loader, file], {
      encoding: "utf8",
    });
    assert.is(stdout, "loaded\n", stderr);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.run();
