// runner: timeout 900
/**
 * Loads as a whole process whose system calls fail, or which is killed, at the Nth one, by strace: nothing of ours decides
 * what a step is. And pins that are replaced while somebody reads them.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type LoadOptions, loadObject, testRun } from "@bpf/loader";
import { unpinMaps } from "@bpf/pinning";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
import { showProgram } from "../src/bpftool-programs.js";
import { type Child, loadInChild } from "../src/child-load.js";
import { countersOf } from "../src/counters.js";
import { loadedObject, only } from "../src/loaded-objects.js";
import { loaded } from "../src/pace.js";
import { readPin } from "../src/pin-reader.js";
import { packet } from "../src/test-packet.js";

const test = suite("faults of a load");
test.before.each(emptyBpffs);

const object = loadedObject("tail-calls");
const options: LoadOptions = {
  pinPrograms: "run/programs",
  paths: { counts: "run/counts", jumps: "run/jumps", ".bss": "bss" },
};
const programs = ["entry", "first", "third"];
const everything = [
  "bss",
  "run/",
  "run/counts",
  "run/jumps",
  "run/programs/",
  ...programs.map((name) => `run/programs/${name}`),
];
const pin = (name: string): string => join(bpffs, "run/programs", name);

interface Ended extends Child {
  /** False when the process ended before its Nth call. */
  injected: boolean;
}

/** Loads in a process of its own with one injection, such as `bpf:error=EIO:when=3`. */
function load(inject?: string, more: LoadOptions = {}): Ended {
  const [syscall] = inject?.split(":") ?? [];
  const strace =
    inject === undefined ? [] : ["strace", "-f", "-qq", "-e", `trace=${syscall}`, "-e", `inject=${inject}`];
  const child = loadInChild([{ object: "tail-calls", options: { ...options, ...more } }], strace);
  loaded(6);
  return { ...child, injected: /\(INJECTED\)|\+\+\+ killed by SIGKILL/.test(child.stderr) };
}

/** Pins of programs are all or none of them complete: each runs, and `entry` gets to the others by its map's slots. */
function assertWhole(step: string): void {
  assert.equal(tree(), everything, step);
  const [entries, firsts] = countersOf(join(bpffs, "run/counts"));
  assert.is(testRun(pin("entry"), { data: packet }).returnValue, 101, step);
  const counts = countersOf(join(bpffs, "run/counts"));
  assert.equal(counts.slice(0, 2), [entries! + 1n, firsts! + 1n], step);
}

const ids = (): number[] => programs.map((name) => showProgram(pin(name)).id);

test("strace is here, and the load works", () => {
  const ended = load("bpf:error=EIO:when=1000");
  assert.is(ended.status, 0, ended.stderr);
  assert.not(ended.injected);
  assertWhole("without a fault");
});

/** Calls that a load makes; those of `more` only when it replaces. */
for (const [call, errno] of [
  ["bpf", "EPERM"],
  ["bpf", "ENOMEM"],
  ["mkdirat", "EIO"],
  ["openat2", "EIO"],
] as const) {
  test(`the Nth ${call} fails with ${errno}: all is loaded, or an error and nothing is left`, () => {
    let step = 1;
    let failed = 0;
    for (; ; step++) {
      const ended = load(`${call}:error=${errno}:when=${step}`);
      if (!ended.injected) break;
      assert.is(ended.status, 0, ended.stderr);
      const { error } = ended.outcomes[0]!;
      if (error === undefined) {
        // A call that may fail (a binding, a probe), or one that is tried again.
        assertWhole(`step ${step}`);
        emptyBpffs();
        continue;
      }
      failed++;
      assert.match(error.code!, /^ERR_|^E[A-Z]+$/, `step ${step}`);
      assert.match(error.message, errno, `step ${step}`);
      assert.equal(tree(), [], `step ${step}: ${error.message}`);
    }
    assert.ok(failed >= 2, `${failed} of ${step - 1} calls of ${call}`);
    console.log(`  ${call} ${errno}: ${failed} of ${step - 1} steps are fatal`);
  });
}

for (const call of ["bpf", "renameat2", "linkat"]) {
  test(`replacing: the Nth ${call} fails: the old programs are all there, or the new ones`, () => {
    load();
    let before = ids();
    let step = 1;
    let failed = 0;
    for (; ; step++) {
      const ended = load(`${call}:error=EIO:when=${step}`, { onExistingProgram: "replace" });
      if (!ended.injected) break;
      assert.is(ended.status, 0, ended.stderr);
      const { error } = ended.outcomes[0]!;
      assertWhole(`step ${step}: ${error?.message}`);
      const now = ids();
      if (error === undefined) {
        assert.not(
          now.some((id) => before.includes(id)),
          `step ${step}: an old program is left`,
        );
      } else {
        failed++;
        assert.equal(now, before, `step ${step}: ${error.message}`);
      }
      before = now;
    }
    assert.ok(step > 1, `no ${call} was seen`);
    console.log(`  replacing, ${call}: ${failed} of ${step - 1} steps are fatal`);
  });
}

test("replacing where no second name is allowed (linkat gives EPERM): the new programs are there", () => {
  load();
  const before = ids();
  const ended = load("linkat:error=EPERM", { onExistingProgram: "replace" });
  assert.ok(ended.injected);
  assert.is(ended.outcomes[0]?.error, undefined);
  assertWhole("after the load");
  assert.not(ids().some((id) => before.includes(id)));
});

test("replacing: the Nth unlinkat fails: the new programs are there, and a warning names what is left of the old", () => {
  load();
  let step = 1;
  for (; ; step++) {
    const ended = load(`unlinkat:error=EIO:when=${step}`, { onExistingProgram: "replace" });
    if (!ended.injected) break;
    const outcome = ended.outcomes[0]!;
    if (outcome.error !== undefined) throw new Error(outcome.error.message);
    assert.equal(outcome.programs, { first: "replaced", third: "replaced", entry: "replaced" });
    const left = tree().filter((path) => !everything.includes(path));
    assert.is(left.length, 1, `step ${step}`);
    assert.ok(
      outcome.warnings.some((warning) => warning.includes(left[0]!)),
      outcome.warnings.join("\n"),
    );
    rmSync(join(bpffs, left[0]!));
    assertWhole(`step ${step}`);
  }
  assert.is(step, programs.length + 1);
});

/** Each is killed in a load of its own, onto nothing or onto the same programs. */
for (const [call, replaces] of [
  ["bpf", false],
  ["mkdirat", false],
  ["bpf", true],
  ["renameat2", true],
  ["linkat", true],
  ["unlinkat", true],
] as const) {
  const how = replaces ? "replacing, killed" : "killed";
  test(`${how} at the Nth ${call}: what is pinned is complete, the next load completes it, an unpin removes it`, () => {
    let step = 1;
    for (; ; step++) {
      if (replaces) load();
      const ended = load(`${call}:signal=KILL:when=${step}`, { onExistingProgram: "replace" });
      if (!ended.injected) break;
      const there = tree();
      const pinned = programs.filter((name) => there.includes(`run/programs/${name}`));
      if (replaces) assert.equal(pinned, programs, `step ${step}`);
      for (const name of pinned) {
        const result = testRun(pin(name), { data: packet }).returnValue;
        assert.is(result, { entry: 101, first: 101, third: 103 }[name], `step ${step}: ${name}`);
      }
      loadObject(object, { ...options, onExistingProgram: "replace" }).close();
      loaded(3);
      // Names on the way to a pin's own, which nobody was left to remove.
      const left = tree().filter((path) => !everything.includes(path));
      for (const path of left) assert.match(path, /replacing/, `step ${step}`);
      const { failed } = unpinMaps(object, options);
      assert.equal(failed, [], `step ${step}`);
      assert.equal(tree(), [], `step ${step}`);
    }
    emptyBpffs();
    assert.ok(step > (call === "bpf" ? 15 : 2), `${step - 1} calls of ${call}`);
    console.log(`  ${how}: ${step - 1} steps of ${call}`);
  });
}

test("replaced forty times while a thread opens the pin in a loop: it never misses", async () => {
  const small = loadedObject("autoload");
  const places = { pinPrograms: "programs", paths: { counts: "counts" } };
  loadObject(small, { ...only(small, "wanted"), ...places }).close();
  const path = join(bpffs, "programs/wanted");
  const stop = await readPin(path);
  for (let round = 0; round < 40; round++) {
    loadObject(small, { ...only(small, "wanted"), ...places, onExistingProgram: "replace" }).close();
    loaded(2);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { opened, seen, missed } = await stop();
  assert.equal(missed, []);
  assert.ok(opened > 100 && seen.length > 10, `${opened} opened, ${seen.length} programs seen`);
  console.log(`  ${opened} opened, ${seen.length} programs seen`);
});

test.run();
