// runner: timeout 600
/**
 * Every step of a load and of an unpin is made to fail, one after the other, on the real kernel: bpf(2), mkdirat,
 * openat2, unlinkat, stat. What the call made is gone, what it reused is untouched, no fd stays open. Each step fails
 * with every errno; in the VM, which is ten times slower, with one in turn, unless FAULT_ERRNOS=all.
 */
import { join } from "node:path";
import type { ObjectSpec } from "@bpf/elf";
import { openMaps, PinError, type PinOptions, PinSystemError, unpinMaps } from "@bpf/pinning";
import { mapInfo, mapLookup, mapUpdate, objGet } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { openFds, tree } from "../src/bpffs-tree.js";
import { faultyKernel } from "../src/faulty-kernel.js";
import { examples, parseFile } from "../src/objects.js";

const errnos = ["ENOSPC", "EPERM", "EIO"] as const;
// The VM runs JavaScript.
const inTurn = import.meta.url.endsWith(".js") && process.env.FAULT_ERRNOS !== "all";

/** The errnos that a step is to fail with. */
const errnosOf = (step: number): readonly string[] => (inTurn ? [errnos[step % errnos.length]!] : errnos);

/** Pairs of errnos for two faults in one load: each of the first, with each of the second. */
const pairsOf = (first: number, second: number): [string, string][] =>
  errnosOf(first).flatMap((one) => errnosOf(first + second).map((two): [string, string] => [one, two]));

/** Runs `attempt` for step 1, 2, … with each errno, until a step that there is none of; returns the steps there were. */
function everyStep(attempt: (step: number, errno: string) => "failed" | "no such step"): number {
  for (let step = 1; ; step++) {
    const ends = errnosOf(step).map((errno) => attempt(step, errno));
    if (ends.every((end) => end === "failed")) continue;
    // Which calls are made is not for the errno to say.
    assert.ok(!ends.includes("failed"), `step ${step} exists for some errnos only`);
    return step - 1;
  }
}
const test = suite("faults");
test.before.each(() => emptyBpffs());

interface Case {
  object: ObjectSpec;
  options: PinOptions;
  /** The map that is pinned beforehand, and reused. */
  reused: string;
  reusedPath: string;
}

const cases: Record<string, Case> = {
  "BTF, one map without a pin": {
    object: parseFile(join(examples, "counters.o")),
    options: { paths: { flows: "mine/deep/flows" } },
    reused: "totals",
    reusedPath: "totals",
  },
  "data sections, filled and frozen": {
    object: parseFile(join(examples, "shared-config.o")),
    options: { paths: { ".rodata": "cfg/rodata", ".data": "cfg/data", ".bss": "cfg/bss" } },
    reused: ".bss",
    reusedPath: "cfg/bss",
  },
  "a map of maps with its slots": {
    object: parseFile(join(examples, "inner-maps.o")),
    options: { paths: { morning: "slots/morning", evening: "slots/evening" } },
    reused: "evening",
    reusedPath: "slots/evening",
  },
};

/** One u32 of the reused map, told apart from what a new map holds. */
const mark = Buffer.from([0xab]);

/** Pins the case's reused map by a load of its own, and puts a value into it. */
function prepare({ object, options, reused, reusedPath }: Case): { id: number; value: Buffer } {
  const others = [...object.maps.values()].filter(
    ({ name, section }) => name !== reused && section !== reused,
  );
  const none = Object.fromEntries(others.map(({ name }) => [name, false as const]));
  openMaps(object, { paths: { ...none, [reused]: reusedPath }, skipUnpinned: true }).close();
  assert.ok(options);
  using fd = objGet(join(bpffs, reusedPath));
  const info = mapInfo(fd);
  const key = Buffer.alloc(info.keySize);
  const value = Buffer.from(mapLookup(fd, key) ?? Buffer.alloc(info.valueSize));
  mark.copy(value);
  mapUpdate(fd, key, value);
  return { id: info.id, value };
}

function untouched({ reusedPath }: Case, { id, value }: { id: number; value: Buffer }): void {
  using fd = objGet(join(bpffs, reusedPath));
  const info = mapInfo(fd);
  assert.is(info.id, id);
  assert.equal(Buffer.from(mapLookup(fd, Buffer.alloc(info.keySize))!), value);
}

function failureOf(call: () => void): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

for (const [name, reuse] of Object.entries(cases)) {
  for (const hold of [true, false]) {
    test(`load, ${name}, hold ${hold}: every step fails once`, () => {
      const { object, options } = reuse;
      const found = prepare(reuse);
      const before = tree();
      const steps = everyStep((step, errno) => {
        const faulty = faultyKernel(new Map([[step, errno]]));
        const fds = openFds().length;
        const failure = failureOf(() =>
          openMaps(object, { ...options, hold, kernel: faulty.kernel }).close(),
        );
        if (faulty.taken.length < step) {
          assert.is(failure, undefined);
          unpinMaps(object, { ...options, paths: { ...options.paths, [reuse.reused]: false } });
          return "no such step";
        }
        const where = `step ${step}, ${faulty.taken[step - 1]}: ${errno}`;
        assert.ok(PinSystemError.is(failure), `${where}: ${failure}`);
        assert.is(failure.errno, errno, where);
        assert.match(failure.message, errno, where);
        assert.equal(failure.leftovers, [], where);
        assert.equal(tree(), before, where);
        assert.is(openFds().length, fds, where);
        untouched(reuse, found);
        return "failed";
      });
      assert.ok(steps > 15, `only ${steps} steps`);
    });
  }

  test(`load, ${name}: a second fault leaves exactly what leftovers lists`, () => {
    const { object, options } = reuse;
    const found = prepare(reuse);
    const before = tree();
    let left = 0;
    for (let first = 1; ; first++) {
      const probe = faultyKernel(new Map([[first, "EIO"]]));
      const failed = failureOf(() => openMaps(object, { ...options, kernel: probe.kernel }).close());
      if (probe.taken.length < first) {
        assert.is(failed, undefined);
        break;
      }
      for (let second = first + 1; second <= probe.taken.length; second++) {
        for (const [one, two] of pairsOf(first, second)) {
          const where = `${one} at step ${first}, ${two} at ${second}`;
          const faults = new Map([
            [first, one],
            [second, two],
          ]);
          const fds = openFds().length;
          const error = failureOf(() =>
            openMaps(object, { ...options, kernel: faultyKernel(faults).kernel }).close(),
          );
          assert.ok(PinError.is(error), `${where}: ${error}`);
          const listed = error.leftovers.map(
            ({ path, kind }) => path.slice(bpffs.length + 1) + (kind === "pin" ? "" : "/"),
          );
          const remaining = tree().filter((path) => !before.includes(path));
          assert.equal(listed.sort(), remaining, where);
          for (const { path } of error.leftovers) assert.ok(error.message.includes(path), where);
          left += listed.length;
          assert.is(openFds().length, fds, where);
          untouched(reuse, found);
          // What was left is whole: the next load takes it, and an unpin removes it.
          if (remaining.length > 0) openMaps(object, { ...options, skipUnpinned: true }).close();
          unpinMaps(object, { ...options, paths: { ...options.paths, [reuse.reused]: false } });
          assert.equal(tree(), before, where);
        }
      }
    }
    assert.ok(left > 0, "no roll-back left anything");
  });

  test(`unpin, ${name}: every step fails once, and all others are removed`, () => {
    const { object, options } = reuse;
    const steps = everyStep((step, errno) => {
      emptyBpffs();
      const maps = openMaps(object, { ...options, skipUnpinned: true, hold: false });
      const pins = [...maps.maps.values()].map(({ path }) => path!.slice(bpffs.length + 1)).sort();
      const faulty = faultyKernel(new Map([[step, errno]]));
      const fds = openFds().length;
      const report = unpinMaps(object, { ...options, kernel: faulty.kernel });
      if (faulty.taken.length < step) return "no such step";
      const where = `step ${step}, ${faulty.taken[step - 1]}: ${errno}`;
      assert.is(report.failed.length, 1, where);
      const { path, error } = report.failed[0]!;
      assert.ok(PinSystemError.is(error) && error.errno === errno, `${where}: ${error}`);
      assert.equal(
        report.removed.map((removed) => removed.path).sort(),
        pins.map((pin) => join(bpffs, pin)).filter((pin) => pin !== path),
        where,
      );
      assert.equal(
        tree().filter((entry) => !entry.endsWith("/")),
        pins.filter((pin) => join(bpffs, pin) === path),
        where,
      );
      assert.is(openFds().length, fds, where);
      return "failed";
    });
    assert.ok(steps > 10, `only ${steps} steps`);
  });
}

test.run();
