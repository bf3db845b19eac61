import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { parseObject } from "@bpf/elf";
import {
  BpfError,
  type BpfFd,
  mapInfo,
  mapLookup,
  objGet,
  objPin,
  progFromId,
  progInfo,
  progLoad,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError } from "../../src/errors.js";
import { realKernel } from "../../src/kernel.js";
import { type PrepareOptions, prepareMaps } from "../../src/prepare/prepare-maps.js";
import { ProgramPinError } from "../../src/programs/errors.js";
import { PinRaceError } from "../../src/race-error.js";
import { unpinMaps } from "../../src/unpin.js";
import { walkPins } from "../../src/walk.js";
import { faulty } from "../fake-kernel/faulty.js";
import { mapSpec, objectSpec } from "../specs.js";
import { closeAll, everything, names, newPaths, programSpec, replacing, where } from "./scene.js";

const test = suite("prepare and commit on the kernel");
const root = "/sys/fs/bpf";

// mov r0, 0; exit: socket filters, loaded once for all tests, since the kernel frees closed ones late.
const instructions = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
const programs = names.map((name) => progLoad({ type: 1, instructions, license: "GPL", name }));
const ids = new Map(names.map((name, index) => [name as string, progInfo(programs[index]!).id]));
const [first, second] = programs.map((fd) => progInfo(fd).id) as [number, number];

/** The programs, as a loader would hand them over: with fds of their own. */
const loaded = (chosen: readonly string[] = names) =>
  chosen.map((name) => ({ name, symbol: name, id: ids.get(name)!, fd: progFromId(ids.get(name)!) }));

const fds = (): number => readdirSync("/proc/self/fd").length;

/** Every pin below root, and the id of what it holds. */
const pins = (): string[] =>
  [...walkPins(root)]
    .filter(({ name }) => !name.includes("."))
    .map(({ path, kind, id }) => `${path.slice(root.length + 1)} ${kind} ${id ?? ""}`)
    .sort();

/** Every pin below root, what it holds, and its inode, mode, owner and number of names. */
const inodes = (): string[] =>
  pins().map((pin) => {
    const { ino, mode, uid, gid, nlink } = statSync(`${root}/${pin.split(" ")[0]}`);
    // A directory's changes with what is made in it.
    return `${pin} ${[ino, mode.toString(8), uid, gid, pin.includes(" dir ") ? "" : nlink].join(" ")}`;
  });

const idAt = (path: string): number => {
  using fd = objGet(`${root}/${path}`);
  return progInfo(fd).id;
};

/** Pins the maps that `everything` reuses and the programs it replaces; ends with `unfurnish`. */
function furnish(): void {
  using object = prepareMaps(
    objectSpec([mapSpec("reused"), mapSpec("other")], {
      programs: new Map(["old", "older"].map((name) => [name, programSpec(name)])),
    }),
    { paths: { other: "shared/other" }, pinPrograms: "progs" },
  ).commit([
    // Each other's, so that a replacement is seen.
    { ...loaded(["older"])[0]!, name: "old" },
    { ...loaded(["old"])[0]!, name: "older" },
  ]);
  assert.is(object.programs.get("old")?.outcome, "pinned");
}

function unfurnish(): void {
  const options = { ...where, paths: { ...where.paths, other: "shared/other" } };
  const all = objectSpec([...everything.maps.values(), mapSpec("other")], { programs: everything.programs });
  assert.equal(unpinMaps(all, options).failed, []);
  assert.equal(pins(), []);
}

test("maps and programs are pinned together, slots filled, programs replaced; both outlive the fds", () => {
  const before = fds();
  furnish();
  const reused = pins().find((pin) => pin.startsWith("reused"));
  const prepared = prepareMaps(everything, replacing(realKernel));
  assert.is(pins().length, 6);
  const object = prepared.commit(loaded());
  for (const [name, path] of [
    ["fresh", "ns/programs/fresh"],
    ["old", "progs/old"],
    ["older", "progs/older"],
  ] as const)
    assert.is(idAt(path), ids.get(name));
  assert.is(pins().length, 6 + newPaths.length);
  assert.ok(pins().includes(reused!));
  for (const { id, fd } of object.maps.values()) assert.is(mapInfo(fd).id, id);
  const jumps = object.get("jumps")!.fd;
  for (const [index, name] of [
    [0, "fresh"],
    [1, "old"],
  ] as const) {
    const slot = mapLookup(jumps, Buffer.from([index, 0, 0, 0]))!;
    assert.is(Buffer.from(slot).readUInt32LE(), ids.get(name));
  }
  object.close();
  assert.is(fds(), before);
  assert.is(idAt("progs/old"), ids.get("old"));
  unfurnish();
});

test("a load whose Nth step fails leaves what was there, on the kernel too, for every N", () => {
  furnish();
  const before = inodes();
  const open = fds();
  let asides = 0;
  let step = 1;
  for (; ; step++) {
    const faults = faulty(realKernel, [[step, "EIO"]]);
    const given = loaded();
    try {
      prepareMaps(everything, replacing(faults.kernel)).commit(given).close();
      if (faults.taken.length < step) break;
      // A directory that cannot be listed is looked into name by name; a second name that stays is told, no more.
      assert.ok(["readDirectory", "unlinkat"].includes(faults.taken[step - 1]!), faults.taken[step - 1]);
      if (faults.taken[step - 1] === "unlinkat") asides++;
      assert.is(
        pins().filter((pin) => pin.includes("_replacing_")).length,
        Number(faults.taken[step - 1] === "unlinkat"),
      );
      unfurnish();
      furnish();
      before.splice(0, before.length, ...inodes());
    } catch (error) {
      const call = `step ${step} ${faults.taken[step - 1]}`;
      assert.ok(PinError.is(error), `${call}: ${error}`);
      assert.equal(error.leftovers, [], call);
      assert.equal(inodes(), before, call);
      closeAll(given);
    }
    assert.is(fds(), open, `step ${step}`);
  }
  assert.ok(step > 80, `only ${step} steps`);
  assert.is(asides, 2);
  unfurnish();
});

test("a pin whose replacement is rolled back is the same inode: mode, owner and time are what they were", () => {
  furnish();
  const path = `${root}/progs/old`;
  chmodSync(path, 0o640);
  chownSync(path, 4711, 815);
  utimesSync(path, 1_000_000_000, 1_100_000_000);
  const before = [inodes(), statSync(path, { bigint: true })] as const;
  const counted = faulty(realKernel);
  let renamed = 0;
  counted.before = (step, call) => {
    if (call !== "renameat2" || ++renamed !== 2) return;
    // It is replaced by now, and kept.
    assert.is(idAt("progs/old"), ids.get("old"));
    assert.is(statSync(path).mode & 0o777, 0o600);
    counted.faults.set(step, "EIO");
  };
  const given = loaded();
  const prepared = prepareMaps(everything, replacing(counted.kernel));
  assert.throws(
    () => prepared.commit(given),
    (error: unknown) => PinError.is(error) && error.leftovers.length === 0 && /EIO/.test(error.message),
  );
  closeAll(given);
  assert.is(renamed, 3);
  // Its access time is that of the last BPF_OBJ_GET.
  const after = statSync(path, { bigint: true });
  assert.equal(inodes(), before[0]);
  for (const field of ["dev", "ino", "mode", "uid", "gid", "nlink", "mtimeNs"] as const)
    assert.is(after[field], before[1][field], field);
  assert.equal([after.mode & 0o777n, after.uid, after.gid], [0o640n, 4711n, 815n]);
  unfurnish();
});

test("a kernel that refuses a second name: replaced all the same; after a failure back by a new pin, with a warning", () => {
  furnish();
  chmodSync(`${root}/progs/old`, 0o640);
  const refuse = () => {
    throw new BpfError(-1, { syscall: "linkat" });
  };
  const before = pins();
  const counted = faulty({ ...realKernel, linkat: refuse });
  let renamed = 0;
  counted.before = (step, call) => {
    if (call === "renameat2" && ++renamed === 2) counted.faults.set(step, "EIO");
  };
  const warnings: string[] = [];
  const given = loaded();
  const options = { ...replacing(counted.kernel), onWarning: (warning: string) => warnings.push(warning) };
  assert.throws(() => prepareMaps(everything, options).commit(given), /EIO/);
  closeAll(given);
  assert.equal(pins(), before);
  assert.is(statSync(`${root}/progs/old`).mode & 0o777, 0o600);
  assert.match(warnings.join("\n"), "/progs/old holds the program id");
  prepareMaps(everything, replacing({ ...realKernel, linkat: refuse }))
    .commit(loaded())
    .close();
  assert.is(idAt("progs/old"), ids.get("old"));
  unfurnish();
});

const one = objectSpec([], { programs: new Map([["p", programSpec("p")]]) });
const at: PrepareOptions = { pinPrograms: "d", onExistingProgram: "replace" };

/** Loads the one program as the one with this id. */
const put = (id: number, options = at): void =>
  prepareMaps(one, options)
    .commit([{ name: "p", symbol: "p", id, fd: progFromId(id) }])
    .close();

/** Opens a path in a loop until told to stop: [stop, opened, missed, other errors]. */
const reader = `
  const { workerData } = require("node:worker_threads");
  const { objGet } = require(workerData.syscall);
  const counts = new Int32Array(workerData.counts);
  while (Atomics.load(counts, 0) === 0) {
    try {
      objGet(workerData.path).close();
      Atomics.add(counts, 1, 1);
      Atomics.notify(counts, 1);
    } catch (error) {
      Atomics.add(counts, error.code === "ENOENT" ? 2 : 3, 1);
    }
  }
`;

/** Runs \`work\` while a thread opens the path all the time. */
async function whileRead(work: (counts: Int32Array) => void): Promise<number[]> {
  const counts = new Int32Array(new SharedArrayBuffer(16));
  const syscall = createRequire(import.meta.url).resolve("@bpf/syscall");
  const workerData = { syscall, path: `${root}/d/p`, counts: counts.buffer };
  const worker = new Worker(reader, { eval: true, workerData });
  const ended = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
  assert.is.not(Atomics.wait(counts, 1, 0, 20_000), "timed-out");
  try {
    work(counts);
  } finally {
    Atomics.store(counts, 0, 1);
  }
  await ended;
  return [...counts];
}

test("whoever opens the path while it is replaced 200 times never misses", async () => {
  put(first);
  const [, opened, missed, other] = await whileRead((counts) => {
    for (let round = 0; round < 200; round++) {
      const before = Atomics.load(counts, 1);
      put(round % 2 ? first : second);
      // The reader is at it all the time, not only before or after.
      while (Atomics.load(counts, 1) - before < 2) Atomics.wait(counts, 1, Atomics.load(counts, 1), 1);
    }
  });
  assert.ok(opened! >= 400, `${opened} opened`);
  assert.is(missed, 0);
  assert.is(other, 0);
  assert.equal(pins(), ["d dir ", `d/p prog ${first}`]);
});

test("and it would have seen the gap, had there been one", async () => {
  using program = progFromId(first);
  const [, , missed] = await whileRead((counts) => {
    const end = Date.now() + 20_000;
    while (Atomics.load(counts, 2) === 0 && Date.now() < end) {
      unlinkSync(`${root}/d/p`);
      objPin(program, `${root}/d/p`);
    }
  });
  assert.ok(missed! > 0);
});

test("fail, keep and replace; a symlink is not replaced through", () => {
  assert.throws(
    () => put(second, { pinPrograms: "d" }),
    (error: unknown) => ProgramPinError.is(error) && error.id === first,
  );
  using kept = prepareMaps(one, { ...at, onExistingProgram: "keep" });
  assert.is(progInfo(kept.kept.get("p")!.fd).id, first);
  symlinkSync("d/p", `${root}/link`);
  const through = { ...at, programPaths: { p: "link" } };
  assert.throws(
    () => put(second, through),
    (error: unknown) => ProgramPinError.is(error) && error.kind === "symlink",
  );
  unlinkSync(`${root}/link`);
  assert.is(idAt("d/p"), first);
});

test("another process replaces the program first: PinRaceError, theirs stays", () => {
  const before = fds();
  const prepared = prepareMaps(one, at);
  put(second);
  const fd: BpfFd = progFromId(first);
  assert.throws(() => prepared.commit([{ name: "p", symbol: "p", id: first, fd }]), PinRaceError.is);
  fd.close();
  assert.equal(pins(), ["d dir ", `d/p prog ${second}`]);
  assert.is(fds(), before);
});

test("a map is unpinned, a program left alone, by what the path holds", () => {
  const object = parseObject(readFileSync(new URL("../../../../examples/pinmap.o", import.meta.url)), {
    name: "pinmap",
  });
  prepareMaps(object, { paths: { pinmap: "d/q" } })
    .commit()
    .close();
  const two = objectSpec([], { programs: new Map(["p", "q"].map((name) => [name, programSpec(name)])) });
  const report = unpinMaps(two, { pinPrograms: "d" });
  assert.equal(report.removed, [{ program: "p", path: `${root}/d/p` }]);
  assert.equal(
    report.failed.map(({ program, error }) => [program, PinError.is(error) && error.code]),
    [["q", "ERR_PIN_KIND"]],
  );
  assert.is(unpinMaps(object, { paths: { pinmap: "d/q" } }).removed.length, 1);
  assert.equal(pins(), []);
});

test.after(() => closeAll(programs.map((fd) => ({ fd }))));
test.run();
