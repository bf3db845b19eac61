/**
 * Programs that were relocated do what their sources say: run by BPF_PROG_TEST_RUN from their pins, their counters read by
 * us and by bpftool. The sources in testdata say what each must count.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { release, version } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ObjectSpec } from "@bpf/elf";
import { type LoadOptions, loadObject, loadObjectAsync, parseKernelConfig, testRun } from "@bpf/loader";
import { mapInfo, mapUpdate, objGet, progInfo } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
import { assertCounters } from "../src/counters.js";
import { kernelNames } from "../src/kernel-version.js";
import { loadedObject, loadedPath, only } from "../src/loaded-objects.js";
import { leavesNothing } from "../src/nothing-left.js";
import { loaded } from "../src/pace.js";
import { packet } from "../src/test-packet.js";

const counts = join(bpffs, "counts");
const pin = (name: string): string => join(bpffs, "programs", name);

/** Loads an object, programs and counters pinned, and lets go of it: what follows goes by pins alone. */
function load(object: ObjectSpec, options: LoadOptions = {}): void {
  const { paths, ...rest } = options;
  const own = object.maps.has("counts") ? { counts: "counts" } : {};
  using result = loadObject(object, { pinPrograms: "programs", paths: { ...own, ...paths }, ...rest });
  loaded(result.programs.size);
  assert.equal(result.warnings, []);
}

/** Runs a pinned program on a packet, and gives back what it returned. */
const run = (name: string): number => testRun(pin(name), { data: packet }).returnValue;

const test = suite("programs at work");
test.before.each(emptyBpffs);

/** A test of what this kernel may lack. */
function testIf(reason: string | undefined, name: string, body: () => void | Promise<void>): void {
  if (reason === undefined) test(name, body);
  else {
    console.log(`# skip ${name}: ${reason}`);
    test.skip(name, body);
  }
}
const lacking = (name: string): string | undefined =>
  kernelNames(name) ? undefined : `the kernel's BTF has no ${name}`;

test("calls: functions of .text, global and static, called from two sections", () => {
  load(loadedObject("calls"));
  assert.is(run("calls_global"), 0);
  assertCounters(counts, { 0: 30, 1: 0, 2: 0, 3: 0 });
  assert.is(run("calls_chain"), 25);
  assertCounters(counts, { 0: 30, 1: 23 * 3, 2: 0 });
  assert.is(run("calls_from_xdp"), 2);
  assertCounters(counts, { 2: 6 });
  assert.is(run("calls_nothing"), 7);
  assertCounters(counts, { 0: 30, 1: 69, 2: 6, 3: 1 });
});

test("calls of static functions in the program's own section, before and after it", () => {
  load(loadedObject("static-section"));
  assert.is(run("between"), 12);
  assertCounters(counts, { 0: 4, 1: 5 });
});

testIf(lacking("bpf_loop"), "callbacks: addresses of functions", () => {
  load(loadedObject("callbacks"), { paths: { elements: "elements" } });
  using elements = objGet(join(bpffs, "elements"));
  for (let i = 0; i < 5; i++) {
    const value = new BigUint64Array([BigInt(100 * i)]);
    mapUpdate(elements, new Uint8Array(new Uint32Array([i]).buffer), new Uint8Array(value.buffer));
  }
  assert.is(run("for_each"), 0);
  assertCounters(counts, { 0: 1000 + 10 });
  assert.is(run("loops"), 5);
  assertCounters(counts, { 1: 30 });
});

const data = { 1: 60, 2: "l".charCodeAt(0), 3: 443, 4: 1_000_000_000_000n, 5: 77 };

test("data: every section, twice", () => {
  load(loadedObject("data"));
  assert.is(run("uses_data"), 2);
  assertCounters(counts, { ...data, 0: 2, 6: 102, 7: 6, 8: 1, 9: 77, 10: 11, 11: 42 });
  assert.is(run("uses_data"), 2);
  assertCounters(counts, { ...data, 0: 2, 6: 104, 7: 8, 8: 2, 9: 154, 10: 17, 11: 44 });
});

test("data: variables set before the load, and .rodata frozen", () => {
  const set = {
    step: 5,
    table: [1, 2, 3, 4],
    label: "a name",
    limits: { port: 80, limit: 9n },
    total: 1000n,
    fixed: 50n,
  };
  load(loadedObject("data"), { set, paths: { ".rodata": "rodata" } });
  assert.is(run("uses_data"), 5);
  const expected = { 0: 5, 1: 104, 2: "m".charCodeAt(0), 3: 80, 4: 9, 5: 77, 6: 1005, 7: 9, 10: 55 };
  assertCounters(counts, expected);
  const frozen = JSON.parse(
    execFileSync("bpftool", ["-j", "map", "show", "pinned", join(bpffs, "rodata")], { encoding: "utf8" }),
  );
  assert.is(frozen.frozen, 1);
  using fd = objGet(join(bpffs, "rodata"));
  assert.throws(
    () => mapUpdate(fd, new Uint8Array(4), new Uint8Array(mapInfo(fd).valueSize)),
    (error: { code: string }) => error.code === "EPERM",
  );
});

test("data: a switch that is set to false takes its branch away", () => {
  load(loadedObject("data"), { set: { enabled: false } });
  assert.is(run("uses_data"), 1000);
  assertCounters(counts, { 0: 0, 6: 0 });
});

/** A configuration with each of the values that load-kconfig.bpf.c wants. */
const configuration = [
  "CONFIG_HZ=1000",
  "CONFIG_BPF_SYSCALL=y",
  "CONFIG_NET=m",
  "CONFIG_INET=y",
  'CONFIG_DEFAULT_HOSTNAME="(none)"',
  "CONFIG_LOG_BUF_SHIFT=0x11",
  "# CONFIG_NO_SUCH_SWITCH is not set",
].join("\n");

/** LINUX_VERSION_CODE by uname; Debian's release leaves out the patch level, which its version has. */
function versionCode(): number {
  const [, ofDebian] = /Debian (\d+\.\d+\.\d+)/.exec(version()) ?? [];
  const [major = 0, minor = 0, patch = 0] = (ofDebian ?? release()).split(/[.-]/).map(Number);
  return (major << 16) + (minor << 8) + Math.min(patch, 255);
}

test("kconfig: values of a configuration that is given", () => {
  load(loadedObject("kconfig"), { kconfig: parseKernelConfig(configuration) });
  assert.is(run("uses_kconfig"), 0);
  const wrapped = lacking("__x64_sys_getpgid") === undefined ? 1 : 0;
  assertCounters(counts, {
    0: versionCode(),
    1: 1000,
    2: 1,
    3: 2,
    4: "y".charCodeAt(0),
    5: "(".charCodeAt(0),
    6: 0,
    7: 0,
    8: 17,
    9: wrapped,
  });
});

test("ksyms: addresses of the kernel's symbols", () => {
  load(loadedObject("ksyms"));
  run("uses_ksyms");
  const symbols = readFileSync("/proc/kallsyms", "latin1");
  const [, address] = /^([0-9a-f]+) T vfs_read$/m.exec(symbols)!;
  assert.is.not(BigInt(`0x${address}`), 0n);
  assertCounters(counts, { 0: BigInt(`0x${address}`), 1: 0 });
});

const runqueues = / runqueues$/m.test(readFileSync("/proc/kallsyms", "latin1"))
  ? undefined
  : "/proc/kallsyms has no runqueues";
testIf(runqueues, "ksyms: a variable of each CPU, by its type", () => {
  load(loadedObject("ksyms-typed"));
  run("uses_variables");
  assertCounters(counts, { 0: 1, 1: 0 });
});

testIf(lacking("bpf_rcu_read_lock"), "kfuncs: functions of the kernel", () => {
  load(loadedObject("kfunc"));
  assert.is(run("calls_kernel"), 3);
  assertCounters(counts, { 0: 1 });
});

test("kfuncs that may be missing", () => {
  load(loadedObject("kfunc-weak"));
  assert.is(run("calls_if_there"), 0);
  assertCounters(counts, { 0: kernelNames("bpf_rcu_read_lock") ? 1 : 0, 1: 0 });
});

test("tail calls: through the slots that the object fills", () => {
  load(loadedObject("tail-calls"), { paths: { jumps: "jumps", ".bss": "bss" } });
  using bss = objGet(join(bpffs, "bss"));
  const { valueSize } = mapInfo(bss);
  const taken: number[] = [];
  for (const slot of [0, 1, 2, 3]) {
    const value = new Uint8Array(valueSize);
    value[0] = slot;
    mapUpdate(bss, new Uint8Array(4), value);
    taken.push(run("entry"));
  }
  assert.equal(taken, [101, 55, 103, 55]);
  assertCounters(counts, { 0: 4, 1: 1, 2: 0, 3: 1 });
});

test("maps of maps: the slots that the object fills", () => {
  load(loadedObject("map-in-map"), { paths: { red: "red", blue: "blue", colours: "colours" } });
  assert.is(run("paints"), 2);
  assertCounters(join(bpffs, "red"), { 0: 10 });
  assertCounters(join(bpffs, "blue"), { 0: 30 });
});

test("CO-RE: fields of the running task, where this kernel has them", () => {
  load(loadedObject("reads-kernel"));
  assert.is(run("reads_task"), 0);
  const letter = readFileSync("/proc/thread-self/comm", "latin1").charCodeAt(0);
  assertCounters(counts, { 0: process.pid, 1: process.pid, 2: letter, 3: 0, 4: 1, 5: 16, 6: 0 });
});

test("autoload: what begins with ? is loaded when told to, and only then", () => {
  const object = loadedObject("autoload");
  load(object);
  assert.equal(tree(), ["counts", "programs/", "programs/wanted"]);
  assert.is(run("wanted"), 1);
  emptyBpffs();
  load(object, only(object, "on_demand"));
  assert.equal(tree(), ["counts", "programs/", "programs/on_demand"]);
  assert.is(run("on_demand"), 2);
  assertCounters(counts, { 0: 0, 1: 1 });
});

test("an object without BTF, with a legacy definition", () => {
  load(loadedObject("no-btf"));
  assert.is(run("old_style"), 21);
  assertCounters(counts, { 0: 21 });
});

test("a map that is pinned is reused: two objects' programs count in one map", () => {
  load(loadedObject("autoload"));
  run("wanted");
  const other = loadedObject("autoload");
  load(other, only(other, "on_demand"));
  run("on_demand");
  assertCounters(counts, { 0: 1, 1: 1 });
});

test("replaced in one step: the pin is another program, and its counters go on", () => {
  const object = loadedObject("autoload");
  load(object);
  using before = objGet(pin("wanted"));
  load(object, { onExistingProgram: "replace" });
  using after = objGet(pin("wanted"));
  assert.is.not(progInfo(before).id, progInfo(after).id);
  assert.equal(tree(), ["counts", "programs/", "programs/wanted"]);
  assert.is(testRun(before, { data: packet }).returnValue, 1);
  assert.is(run("wanted"), 1);
  assertCounters(counts, { 0: 2 });
});

test("kept: the pin is left alone, and nothing is loaded in its place", () => {
  const object = loadedObject("autoload");
  load(object);
  using before = objGet(pin("wanted"));
  using again = loadObject(object, {
    pinPrograms: "programs",
    paths: { counts: "counts" },
    onExistingProgram: "keep",
  });
  const kept = again.programs.get("wanted")!;
  assert.equal([kept.outcome, kept.id], ["kept", progInfo(before).id]);
});

test("off the main thread: the same programs, and progress", async () => {
  const object = loadedObject("calls");
  const progress: number[] = [];
  const result = await loadObjectAsync(object, {
    pinPrograms: "programs",
    paths: { counts: "counts" },
    onProgress: ({ done, total }) => {
      assert.is(total, 4);
      progress.push(done);
    },
  });
  loaded(4);
  result.close();
  assert.ok(progress.length >= 4 && progress.every((done, i) => i === 0 || done >= progress[i - 1]!));
  assert.is(run("calls_global"), 0);
  assert.is(run("calls_from_xdp"), 2);
  assertCounters(counts, { 0: 30, 2: 6 });
});

test("off the main thread: given up half-way, nothing is left", async () => {
  const object = loadedObject("calls");
  const reason = new Error("no longer wanted");
  await leavesNothing(object, async () => {
    const controller = new AbortController();
    const loading = loadObjectAsync(object, {
      pinPrograms: "programs",
      paths: { counts: "counts" },
      signal: controller.signal,
      onProgress: ({ done }) => done >= 2 && controller.abort(reason),
    });
    const end = await loading.then(
      () => "loaded",
      (error: unknown) => error,
    );
    loaded(4);
    assert.is(end, reason);
  });
});

test("programs stay, and run, when the process that loaded them is gone", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { parseObject } from "@bpf/elf";
    import { loadObject } from "@bpf/loader";
    const object = parseObject(readFileSync(process.argv[1]), { name: "load-tail-calls" });
    loadObject(object, { pinPrograms: "programs", paths: { counts: "counts", jumps: "jumps" } });
  `;
  const cwd = fileURLToPath(new URL("../", import.meta.url));
  execFileSync(process.execPath, ["--input-type=module", "-e", script, loadedPath("tail-calls")], { cwd });
  loaded(3);
  assert.is(run("entry"), 101);
  assertCounters(counts, { 0: 1, 1: 1 });
});

test("a program's return value, packet and context come back", () => {
  load(loadedObject("calls"));
  const { returnValue, data: out, durationNs } = testRun(pin("calls_nothing"), { data: packet, repeat: 10 });
  assert.is(returnValue, 7);
  assert.equal(out, packet);
  assert.ok(durationNs >= 0);
  assertCounters(counts, { 3: 10 });
});

test.run();
