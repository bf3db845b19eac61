// runner: timeout 600
/**
 * Every step of a load and of an unpin is made to fail, one after the other, on the real kernel: bpf(2), mkdirat,
 * openat2, unlinkat, stat. What the call made is gone, what it reused is untouched, no fd stays open.
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

const errnos = ["ENOSPC", "EPERM", "EIO"];
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

for (const [name, one] of Object.entries(cases)) {
  for (const hold of [true, false]) {
    test(`load, ${name}, hold ${hold}: every step fails once`, () => {
      const { object, options } = one;
      const found = prepare(one);
      const before = tree();
      let step = 1;
      for (; ; step++) {
        const errno = errnos[step % 3]!;
        const faulty = faultyKernel(new Map([[step, errno]]));
        const fds = openFds().length;
        let failure: unknown;
        try {
          openMaps(object, { ...options, hold, kernel: faulty.kernel }).close();
        } catch (error) {
          failure = error;
        }
        if (faulty.taken.length < step) break;
        const where = `step ${step}, ${faulty.taken[step - 1]}`;
        assert.ok(PinSystemError.is(failure), `${where}: ${failure}`);
        assert.is(failure.errno, errno, where);
        assert.equal(failure.leftovers, [], where);
        assert.equal(tree(), before, where);
        assert.is(openFds().length, fds, where);
        untouched(one, found);
      }
      assert.ok(step > 15, `only ${step} steps`);
    });
  }

  test(`load, ${name}: a second fault leaves exactly what leftovers lists`, () => {
    const { object, options } = one;
    prepare(one);
    const before = tree();
    let left = 0;
    for (let first = 1; ; first++) {
      const probe = faultyKernel(new Map([[first, "EIO"]]));
      let failed = false;
      try {
        openMaps(object, { ...options, kernel: probe.kernel }).close();
      } catch {
        failed = true;
      }
      if (!failed) break;
      for (let second = first + 1; second <= probe.taken.length; second++) {
        const faults = new Map([
          [first, "EIO"],
          [second, "ENOSPC"],
        ]);
        const fds = openFds().length;
        try {
          openMaps(object, { ...options, kernel: faultyKernel(faults).kernel });
          assert.unreachable(`steps ${first} and ${second}`);
        } catch (error) {
          assert.ok(PinError.is(error), String(error));
          const listed = error.leftovers.map(
            ({ path, kind }) => path.slice(bpffs.length + 1) + (kind === "pin" ? "" : "/"),
          );
          const remaining = tree().filter((path) => !before.includes(path));
          assert.equal(listed.sort(), remaining, `steps ${first} and ${second}`);
          left += listed.length;
        }
        assert.is(openFds().length, fds);
        // What was left is whole: the next load takes it, and an unpin removes it.
        openMaps(object, { ...options, skipUnpinned: true }).close();
        unpinMaps(object, { ...options, paths: { ...options.paths, [one.reused]: false } });
        assert.equal(tree(), before, `steps ${first} and ${second}`);
      }
    }
    assert.ok(left > 0, "no roll-back left anything");
  });

  test(`unpin, ${name}: every step fails once, and all others are removed`, () => {
    const { object, options } = one;
    let step = 1;
    for (; ; step++) {
      emptyBpffs();
      const maps = openMaps(object, { ...options, skipUnpinned: true, hold: false });
      const pins = [...maps.maps.values()].map(({ path }) => path!.slice(bpffs.length + 1)).sort();
      const errno = errnos[step % 3]!;
      const faulty = faultyKernel(new Map([[step, errno]]));
      const fds = openFds().length;
      const report = unpinMaps(object, { ...options, kernel: faulty.kernel });
      if (faulty.taken.length < step) break;
      const where = `step ${step}, ${faulty.taken[step - 1]}`;
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
    }
    assert.ok(step > 10, `only ${step} steps`);
  });
}

test.run();
