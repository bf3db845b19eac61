/**
 * Every kind of program that a section's name can say, from clang to a pin: loaded alone, read back by bpftool. What this
 * kernel does not take is skipped, with the proof.
 */
import { release } from "node:os";
import { join } from "node:path";
import { loadObject, testRun, VerifierError } from "@bpf/loader";
import { unpinMaps } from "@bpf/pinning";
import { BpfError, progInfo } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs, entries } from "../src/bpffs.js";
import { showPinned } from "../src/bpftool.js";
import { showProgram } from "../src/bpftool-programs.js";
import { assertCounters } from "../src/counters.js";
import { notTaken, typeNumber } from "../src/kernel-program-types.js";
import { kernelAtLeast, kernelNames } from "../src/kernel-version.js";
import { entryPrograms, loadedObject, only } from "../src/loaded-objects.js";
import { loaded } from "../src/pace.js";
import { type ProgramKind, programKinds } from "../src/program-kinds.js";
import { packet } from "../src/test-packet.js";

const object = loadedObject("types");
const pinPrograms = "programs";
const places = { pinPrograms, paths: { hits: "hits" } };
const test = suite(`program types on Linux ${release()}`);
test.before.each(emptyBpffs);

/** bpftool's word for a type is libbpf's, the enumerator in small letters; types it does not know are numbers. */
const told = (type: string): (string | number | undefined)[] => [type.toLowerCase(), typeNumber(type)];

/** Kinds that BPF_PROG_TEST_RUN runs on a packet, and on nothing, with the kernel that first did. */
const onPacket: Record<string, string> = {
  SOCKET_FILTER: "4.12",
  SCHED_CLS: "4.12",
  SCHED_ACT: "4.12",
  XDP: "4.12",
  CGROUP_SKB: "4.12",
  LWT_IN: "4.12",
  LWT_OUT: "4.12",
  LWT_XMIT: "4.12",
  FLOW_DISSECTOR: "5.0",
  NETFILTER: "6.4",
};
const onNothing: Record<string, string> = { RAW_TRACEPOINT: "5.10", SYSCALL: "5.14" };

/** XDP programs of maps' entries are refused a test run: so the kernel knows the attach type that they were loaded for. */
const refusesTestRun = new Set(["XDP_DEVMAP", "XDP_CPUMAP"]);

/** Runs a pinned program where its kind can be run: it counts one more hit. */
function runPinned(name: string, { type, attach }: ProgramKind): void {
  const since = onPacket[type] ?? onNothing[type];
  if (since === undefined || !kernelAtLeast(since)) return;
  const run = () => testRun(join(bpffs, "programs", name), type in onPacket ? { data: packet } : {});
  if (refusesTestRun.has(attach ?? "")) {
    assert.throws(run, (error: unknown) => BpfError.is(error) && error.code === "EINVAL");
    return;
  }
  run();
  assertCounters(join(bpffs, "hits"), { 0: 1 });
}

/** Loads one program, pinned with the map that it uses, and asks bpftool what is there. */
function check(given: typeof object, name: string, { type }: ProgramKind, options = {}): void {
  const path = join(bpffs, "programs", name);
  const paths = given.maps.has("hits") ? places.paths : {};
  using result = loadObject(given, { ...only(given, name), pinPrograms, paths, ...options });
  loaded();
  const program = result.programs.get(name)!;
  assert.equal([program.path, program.outcome], [path, "pinned"]);
  const shown = showProgram(path);
  assert.ok(told(type).includes(shown.type), `bpftool says ${shown.type}`);
  assert.is(progInfo(program.fd).type, typeNumber(type));
  assert.equal([shown.id, shown.name], [program.id, name]);
  assert.type(shown.btf_id, "number");
  const uses = given.programs.get(name)!.relocations.length > 0;
  assert.equal(shown.map_ids ?? [], uses ? [showPinned(join(bpffs, "hits")).id] : []);
  assert.ok(shown.gpl_compatible);
}

test("the object has a program for each kind here, and each has a section of its own", () => {
  const programs = entryPrograms(object);
  assert.equal(programs.map(({ name }) => name).sort(), Object.keys(programKinds).sort());
  assert.is(new Set(programs.map(({ section }) => section)).size, programs.length);
});

for (const { name, section, sleepable } of entryPrograms(object)) {
  const kind = programKinds[name]!;
  const reason = notTaken(kind);
  if (reason !== undefined) {
    console.log(`# skip ${section}: ${reason}`);
    test.skip(section, () => {});
    continue;
  }
  test(`${section}: BPF_PROG_TYPE_${kind.type}${kind.attach ? `, BPF_${kind.attach}` : ""}`, () => {
    assert.is(sleepable, kind.sleepable ?? false);
    check(object, name, kind);
    runPinned(name, kind);
  });
}

/** The same object with a program that returns another number. */
function returning(name: string, result: number): typeof object {
  const program = object.programs.get(name)!;
  const instructions = program.instructions.slice();
  const view = new DataView(instructions.buffer);
  // The last two: w0 = RESULT; exit.
  const at = instructions.length - 16;
  assert.equal([instructions[at], instructions[at + 1]], [0xb4, 0]);
  view.setInt32(at + 4, result, true);
  const programs = new Map(object.programs).set(name, { ...program, instructions });
  return { ...object, programs };
}

/** What the verifier lets a program return goes by its attach type: 2 of a session, 0 of a receiver, are refused. */
for (const [name, result, same] of [
  ["t_kprobe_sess", 2, "t_kprobe_multi"],
  ["t_uprobe_sess", 2, "t_uprobe_multi"],
  ["t_cg_recvmsg_un", 0, "t_cg_connect_un"],
  ["t_cg_peername_u", 0, "t_cg_connect_un"],
  ["t_cg_sockname_u", 0, "t_cg_connect_un"],
  ["t_cg_recvmsg4", 0, "t_cg_connect4"],
] as const) {
  const { section } = object.programs.get(name)!;
  const what = `${section}: must not return ${result}, other attach types may`;
  const reason = notTaken(programKinds[name]!);
  if (reason !== undefined) {
    console.log(`# skip ${what}: ${reason}`);
    test.skip(what, () => {});
    continue;
  }
  test(what, () => {
    const load = (one: string) => loadObject(returning(one, result), only(object, one)).close();
    assert.throws(
      () => load(name),
      (error: unknown) => VerifierError.is(error) && error.program === name,
    );
    load(same);
    loaded(2);
  });
}

test("all of them at once, with one map; then unpinned by the same options", () => {
  const names = Object.keys(programKinds).filter((name) => notTaken(programKinds[name]!) === undefined);
  const options = { ...only(object, ...names), ...places };
  loadObject(object, options).close();
  loaded(names.length);
  const { id } = showPinned(join(bpffs, "hits"));
  for (const name of names) assert.equal(showProgram(join(bpffs, "programs", name)).map_ids, [id], name);
  const { removed, failed } = unpinMaps(object, places);
  assert.equal([removed.length, failed], [names.length + 1, []]);
  assert.equal(entries(), []);
});

for (const [file, name, type] of [
  ["struct-ops", "t_ssthresh", "tcp_congestion_ops"],
  ["struct-ops", "t_undo_cwnd", "tcp_congestion_ops"],
  ["struct-ops-s", "t_sleepable", "bpf_dummy_ops"],
] as const) {
  const given = loadedObject(file);
  const { section } = given.programs.get(name)!;
  const lacks = file === "struct-ops-s" && !kernelAtLeast("6.4");
  if (lacks || !kernelNames(type)) {
    console.log(`# skip ${section}: ${lacks ? "came with Linux 6.4" : `the kernel's BTF has no ${type}`}`);
    test.skip(section, () => {});
    continue;
  }
  test(`${section}: a member of ${type}`, () => check(given, name, { type: "STRUCT_OPS" }));
}

const replaced = loadedObject("freplace");
const freplace = "freplace/replaceable";
if (notTaken(programKinds.t_fentry!) !== undefined) {
  // The same permission, which the smallest program of tracing has shown to be missing.
  console.log(`# skip ${freplace}: ${notTaken(programKinds.t_fentry!)}`);
  test.skip(freplace, () => {});
} else {
  test(`${freplace}: a function of a program that is given`, () => {
    using target = loadObject(replaced, { ...only(replaced, "target"), pinPrograms });
    loaded();
    const program = target.programs.get("target")!.fd;
    const paths = { counts: "hits" };
    check(replaced, "replacement", { type: "EXT" }, { paths, attachTo: { replacement: { program } } });
  });
}

test.run();
