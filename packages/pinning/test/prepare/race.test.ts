import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError } from "../../src/errors.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { PinRaceError } from "../../src/race-error.js";
import { FakeKernel, type FakeKernelOptions } from "../fake-kernel/fake-kernel.js";
import { faulty } from "../fake-kernel/faulty.js";
import type { FakeDirectory, FakeNode, FakeObject, FakePin } from "../fake-kernel/nodes.js";
import { directoryNode, ino } from "../fake-kernel/nodes.js";
import { symlinkTo } from "../fake-kernel/place.js";
import { array, closeAll, everything, furnish, load, newPaths, objectAt, replacing, state } from "./scene.js";

const test = suite("races of prepare and commit");

const pinNode = (object: FakeObject): FakePin => ({
  type: "file",
  ino: ino(),
  mode: 0o100600,
  uid: 0,
  gid: 0,
  object,
});

/** Prepares, lets `meanwhile` happen, commits. */
function between(meanwhile: (fake: FakeKernel) => void, onExistingProgram: "replace" | "keep" = "replace") {
  const fake = new FakeKernel();
  furnish(fake);
  const prepared = prepareMaps(everything, { ...replacing(fake.calls), onExistingProgram });
  meanwhile(fake);
  const before = state(fake);
  const loaded = load(fake, onExistingProgram === "keep" ? ["fresh", "alone"] : undefined);
  let failure: unknown;
  try {
    prepared.commit(loaded).close();
  } catch (error) {
    failure = error;
    closeAll(loaded);
  }
  assert.is(fake.fds.count, 0);
  return { fake, before, failure };
}

const overtaking: Record<string, (fake: FakeKernel) => void> = {
  "a map is pinned where ours was to go": (fake) => fake.pinAt("outer", array(fake)),
  "something is pinned where a program was to go": (fake) =>
    fake.pinAt("ns/programs/fresh", fake.object("prog", 1)),
  "the map that is reused is removed": (fake) => fake.remove("reused"),
  "the map that is reused is replaced": (fake) => fake.pinAt("reused", array(fake)),
  "the map that is reused becomes a directory": (fake) => fake.put("reused", directoryNode()),
  "the program to be replaced is removed": (fake) => fake.remove("progs/older"),
  "the program to be replaced is another one": (fake) => fake.pinAt("progs/older", fake.object("prog", 1)),
  "the program to be replaced is a map": (fake) => fake.pinAt("progs/older", array(fake)),
  "the directory of programs is swapped": (fake) => {
    fake.remove("progs");
    fake.put("progs", directoryNode());
  },
  "the directory of programs is removed": (fake) => fake.remove("progs"),
};

for (const [what, meanwhile] of Object.entries(overtaking)) {
  test(`meanwhile ${what}: PinRaceError, and everything as it was`, () => {
    const { fake, before, failure } = between(meanwhile);
    assert.ok(PinRaceError.is(failure), String(failure));
    assert.is((failure as PinError).code, "ERR_PIN_OVERTAKEN");
    assert.equal((failure as PinError).leftovers, []);
    assert.equal(state(fake), before);
  });
}

test("a kept program that has gone is a race too", () => {
  const { fake, before, failure } = between(
    (fake) => fake.pinAt("progs/old", fake.object("prog", 1)),
    "keep",
  );
  assert.ok(PinRaceError.is(failure), String(failure));
  assert.equal(state(fake), before);
});

test("a directory that is removed before the commit is made again", () => {
  const { fake, failure } = between((fake) => {
    fake.remove("shared/other");
    fake.remove("shared");
  });
  assert.is(failure, undefined);
  assert.ok(objectAt(fake, "shared/cfg"));
});

/** The steps of one commit in which nobody interferes. */
const steps = (): number => {
  const fake = new FakeKernel();
  furnish(fake);
  const counted = faulty(fake.calls);
  const prepared = prepareMaps(everything, replacing(counted.kernel));
  const before = counted.taken.length;
  prepared.commit(load(fake)).close();
  return counted.taken.length - before;
};

/** Runs a commit, and `interfere` before its Nth step. */
function interfered(step: number, interfere: (fake: FakeKernel) => void, options: FakeKernelOptions = {}) {
  const fake = new FakeKernel(options);
  furnish(fake);
  const raced = faulty(fake.calls);
  const prepared = prepareMaps(everything, replacing(raced.kernel));
  const offset = raced.taken.length;
  raced.before = (now) => {
    if (now === offset + step) interfere(fake);
  };
  const loaded = load(fake);
  let failure: unknown;
  try {
    prepared.commit(loaded).close();
  } catch (error) {
    failure = error;
    closeAll(loaded);
  }
  assert.is(fake.fds.count, 0, `step ${step}`);
  return { fake, failure, loaded };
}

const count = steps();

test("somebody who pins a map first, at any step, is not undone, and ours is rolled back", () => {
  let raced = 0;
  for (let step = 1; step <= count; step++) {
    let theirs: unknown;
    const { fake, failure } = interfered(step, (fake) => {
      if (!fake.at("outer")) theirs = fake.pinAt("outer", array(fake));
    });
    if (failure === undefined) {
      assert.is(theirs, undefined);
      continue;
    }
    raced++;
    assert.ok(PinRaceError.is(failure), String(failure));
    assert.equal(fake.paths().sort(), [
      "outer",
      "progs",
      "progs/old",
      "progs/older",
      "reused",
      "shared",
      "shared/other",
    ]);
    assert.is(objectAt(fake, "outer"), theirs);
  }
  assert.ok(raced > 5, `only ${raced}`);
});

test("an empty directory that goes at any step is made again", () => {
  for (let step = 1; step <= count; step++) {
    const { fake, failure } = interfered(step, (fake) => {
      for (const path of ["ns/programs", "ns"]) {
        const node = fake.at(path);
        if (node?.type === "directory" && node.entries.size === 0) fake.remove(path);
      }
    });
    assert.is(failure, undefined, `step ${step}: ${failure}`);
    for (const path of newPaths) assert.ok(fake.at(path), path);
  }
});

for (const options of [{}, { protectedHardlinks: "EPERM" }])
  test(`a replaced program that changes at any step: ours, or theirs where they came last, and never a third ${JSON.stringify(options)}`, () => {
    let raced = 0;
    let lost = 0;
    for (let step = 1; step <= count; step++) {
      let theirs: unknown;
      const { fake, failure, loaded } = interfered(
        step,
        (fake) => {
          theirs = fake.pinAt("progs/old", fake.object("prog", 1));
        },
        options,
      );
      const now = objectAt(fake, "progs/old");
      const ours = loaded.find(({ name }) => name === "old")!.id;
      // Fewer steps where no second name is made.
      if (theirs === undefined) continue;
      if (failure === undefined) {
        assert.ok(now === theirs || now?.id === ours, `step ${step}`);
        if (now !== theirs) lost++;
        continue;
      }
      assert.ok(PinRaceError.is(failure), String(failure));
      raced++;
      assert.is(now, theirs, `step ${step}`);
      assert.is(fake.paths().length, 6, `step ${step}`);
    }
    assert.ok(raced > 10, `only ${raced}`);
    // Between the last look and the renaming there is a moment, which README.md tells of.
    assert.ok(lost >= 1 && lost <= ("protectedHardlinks" in options ? 4 : 1), `${lost} moments`);
  });

test("another pin of the same program in the place of the one that was seen is not replaced, at any step", () => {
  let raced = 0;
  for (let step = 1; step <= count; step++) {
    let theirs: unknown;
    const { fake, failure } = interfered(step, (fake) => {
      const now = objectAt(fake, "progs/old")!;
      if (fake.paths().some((path) => path.startsWith("progs/old_"))) fake.pinAt("progs/old", now);
      theirs = fake.at("progs/old");
    });
    if (failure === undefined) continue;
    raced++;
    assert.ok(PinRaceError.is(failure), String(failure));
    assert.is(fake.at("progs/old"), theirs, `step ${step}`);
    assert.is(fake.paths().length, 6, `step ${step}`);
  }
  assert.ok(raced > 5, `only ${raced}`);
});

/** What a program's path may become just before the call of it that is told here. */
const becoming: Record<string, (fake: FakeKernel) => FakeNode | undefined> = {
  nothing: () => undefined,
  "a map": (fake) => pinNode(array(fake)),
  "another program": (fake) => pinNode(fake.object("prog", 1)),
  "a directory": () => directoryNode(),
  "a symlink": () => symlinkTo("older"),
};

for (const [what, node] of Object.entries(becoming))
  for (const nth of [1, 2])
    test(`a path that becomes ${what} just before second name ${nth} is made: PinRaceError, and it stays`, () => {
      const fake = new FakeKernel();
      furnish(fake);
      const raced = faulty(fake.calls);
      const path = `progs/${["old", "older"][nth - 1]}`;
      let linked = 0;
      let before = state(fake);
      raced.before = (_, call) => {
        if (call !== "linkat" || ++linked !== nth) return;
        const now = node(fake);
        fake.remove(path);
        if (now) fake.put(path, now);
        before = state(fake);
      };
      const loaded = load(fake);
      const prepared = prepareMaps(everything, replacing(raced.kernel));
      assert.throws(() => prepared.commit(loaded), PinRaceError.is);
      closeAll(loaded);
      assert.ok(linked >= nth);
      const gone = (at: string) => at.includes("_replacing_") || newPaths.includes(at);
      for (const at of before.keys()) if (gone(at)) before.delete(at);
      assert.equal(state(fake), before);
      assert.is(fake.fds.count, 0);
    });

for (const what of ["a map", "another program", "a directory", "a symlink", "nothing"])
  test(`a path that becomes ${what} after it was refused a second name: PinRaceError, and it stays`, () => {
    const fake = new FakeKernel({ protectedHardlinks: "EPERM" });
    furnish(fake);
    const raced = faulty(fake.calls);
    const now = becoming[what]!(fake);
    let linked = 0;
    raced.before = (_, call) => {
      // That of `older`.
      if (call !== "linkat" || ++linked !== 2) return;
      fake.remove("progs/old");
      if (now) fake.put("progs/old", now);
    };
    const loaded = load(fake);
    const prepared = prepareMaps(everything, replacing(raced.kernel));
    assert.throws(() => prepared.commit(loaded), PinRaceError.is);
    closeAll(loaded);
    assert.is(fake.at("progs/old"), now);
    assert.is(fake.paths().length, now ? 6 : 5);
    assert.is(fake.fds.count, 0);
  });

/** A commit whose second renaming fails, after `meanwhile` did something about the second name of `old`. */
function undone(meanwhile: (fake: FakeKernel, second: string) => void, at = 2) {
  const fake = new FakeKernel();
  furnish(fake);
  const former = fake.at("progs/old");
  const raced = faulty(fake.calls);
  const warnings: string[] = [];
  let renamed = 0;
  raced.before = (step, call) => {
    if (call !== "renameat2") return;
    if (++renamed === 2) raced.faults.set(step, "EIO");
    if (renamed !== at) return;
    meanwhile(fake, fake.paths().find((path) => path.includes("_replacing_") && fake.at(path) === former)!);
  };
  const loaded = load(fake);
  const options = { ...replacing(raced.kernel), onWarning: (warning: string) => warnings.push(warning) };
  assert.throws(
    () => prepareMaps(everything, options).commit(loaded),
    (error: unknown) => PinError.is(error) && error.leftovers.length === 0 && /EIO/.test(error.message),
  );
  closeAll(loaded);
  assert.is(fake.fds.count, 0);
  return { fake, former, told: warnings.filter((text) => text.includes("by a new pin")) };
}

test("a second name that somebody removes is done without: the old program is back by a new pin", () => {
  // At the renaming that fails, and just before the renaming back.
  for (const at of [2, 3]) {
    const { fake, former, told } = undone((fake, second) => fake.remove(second), at);
    assert.is.not(fake.at("progs/old"), former);
    assert.is(objectAt(fake, "progs/old"), (former as FakePin).object);
    assert.is(told.length, 1);
    assert.is(fake.paths().length, 6);
  }
});

test("neither the second name nor a new pin: only the path is left over", () => {
  const fake = new FakeKernel();
  furnish(fake);
  const former = fake.at("progs/old");
  const raced = faulty(fake.calls);
  let renamed = 0;
  raced.before = (step, call) => {
    if (renamed === 2 && call === "objPin") raced.faults.set(step, "ENOSPC");
    if (call !== "renameat2" || ++renamed !== 2) return;
    raced.faults.set(step, "EIO");
    fake.remove(fake.paths().find((path) => path.includes("_replacing_") && fake.at(path) === former)!);
  };
  const loaded = load(fake);
  assert.throws(
    () => prepareMaps(everything, replacing(raced.kernel)).commit(loaded),
    (error: unknown) =>
      PinError.is(error) &&
      error.leftovers.length === 1 &&
      error.leftovers[0]!.path === "/sys/fs/bpf/progs/old" &&
      /could not be put back: ENOSPC/.test(error.leftovers[0]!.reason),
  );
  closeAll(loaded);
});

test("ENOENT in a roll-back while the second name is there: it is not forgotten", () => {
  const fake = new FakeKernel();
  furnish(fake);
  const raced = faulty(fake.calls);
  let renamed = 0;
  let opened = 0;
  raced.before = (step, call) => {
    // The roll-back's first look is at `old`, which was replaced last.
    if (renamed === 2 && call === "objGet" && ++opened === 1) raced.faults.set(step, "ENOENT");
    if (call === "renameat2" && ++renamed === 2) raced.faults.set(step, "EIO");
  };
  const loaded = load(fake);
  let failure: unknown;
  try {
    prepareMaps(everything, replacing(raced.kernel)).commit(loaded);
  } catch (error) {
    failure = error;
  }
  closeAll(loaded);
  assert.ok(PinError.is(failure));
  const [left] = fake.paths().filter((path) => path.includes("_replacing_"));
  assert.equal(
    failure.leftovers.map(({ path }) => path),
    ["/sys/fs/bpf/progs/old", `/sys/fs/bpf/${left}`],
  );
});

test("a second name that somebody gives to something else is not renamed, and stays theirs", () => {
  let path = "";
  let theirs: unknown;
  const { fake, former, told } = undone((fake, second) => {
    path = second;
    theirs = fake.pinAt(second, fake.object("prog", 1));
  });
  assert.is(objectAt(fake, "progs/old"), (former as FakePin).object);
  assert.is(objectAt(fake, path), theirs);
  assert.is(told.length, 1);
});

test("a second name that is taken is not used, and stays; one that always is, is given up", () => {
  for (const always of [false, true]) {
    const fake = new FakeKernel();
    const before = furnish(fake);
    const { linkat } = fake.calls;
    const squatted: string[] = [];
    const squat: typeof linkat = (from, name, to, second) => {
      if (always || squatted.length === 0) {
        fake.pinAt(`progs/${second}`, array(fake));
        squatted.push(`progs/${second}`);
      }
      return linkat(from, name, to, second);
    };
    const loaded = load(fake);
    const prepared = prepareMaps(everything, replacing({ ...fake.calls, linkat: squat }));
    if (always) {
      assert.throws(
        () => prepared.commit(loaded),
        (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_RACE" && error.program === "old",
      );
      closeAll(loaded);
      for (const path of before.keys()) assert.is(objectAt(fake, path), before.get(path));
    } else prepared.commit(loaded).close();
    assert.is(squatted.length, always ? 100 : 1);
    assert.equal(
      fake.paths().filter((path) => path.includes("_replacing_")),
      squatted,
    );
    assert.is(fake.fds.count, 0);
  }
});

test("roll-back leaves what somebody else put in the place of ours", () => {
  const fake = new FakeKernel();
  furnish(fake);
  const raced = faulty(fake.calls);
  let theirs: unknown;
  let renamed = 0;
  raced.before = (step, call) => {
    if (call !== "renameat2" || ++renamed !== 2) return;
    // Our first program is in place; somebody replaces it, and our second renaming fails.
    theirs = fake.pinAt("progs/old", fake.object("prog", 1));
    raced.faults.set(step, "EIO");
  };
  const loaded = load(fake);
  assert.throws(() => prepareMaps(everything, replacing(raced.kernel)).commit(loaded), /EIO/);
  assert.is(objectAt(fake, "progs/old"), theirs);
  assert.is(fake.paths().length, 6);
});

test("a directory that is renamed meanwhile is rolled back where it is now", () => {
  const fake = new FakeKernel();
  furnish(fake);
  const raced = faulty(fake.calls);
  let renamed = 0;
  raced.before = (step, call) => {
    if (call !== "renameat2" || ++renamed !== 2) return;
    const moved = fake.at("progs") as FakeDirectory;
    fake.root.entries.delete("progs");
    fake.put("elsewhere", moved);
    raced.faults.set(step, "EIO");
  };
  const old = objectAt(fake, "progs/old");
  assert.throws(() => prepareMaps(everything, replacing(raced.kernel)).commit(load(fake)), /EIO/);
  assert.is(objectAt(fake, "elsewhere/old"), old);
  assert.equal(fake.paths().sort(), [
    "elsewhere",
    "elsewhere/old",
    "elsewhere/older",
    "reused",
    "shared",
    "shared/other",
  ]);
});

test("a temporary name that is taken is not used, and stays", () => {
  const fake = new FakeKernel();
  furnish(fake);
  const raced = faulty(fake.calls);
  let taken = 0;
  const { objPin } = raced.kernel;
  const squat: typeof objPin = (fd, name, options) => {
    if (name.includes("_replacing_") && taken++ === 0) fake.pinAt(`progs/${name}`, array(fake));
    return objPin(fd, name, options);
  };
  const kernel = { ...raced.kernel, objPin: squat };
  prepareMaps(everything, replacing(kernel)).commit(load(fake)).close();
  assert.is(taken, 3);
  assert.is(fake.paths().filter((path) => path.includes("_replacing_")).length, 1);
  assert.is(fake.fds.count, 0);
});

test("a program pin that flickers for ever is given up, and everything is as it was", () => {
  const fake = new FakeKernel();
  const before = furnish(fake);
  const { objPin } = fake.calls;
  const full: typeof objPin = (fd, name, options) => {
    if (name.includes("_replacing_")) fake.pinAt(`progs/${name}`, array(fake));
    return objPin(fd, name, options);
  };
  const loaded = load(fake);
  assert.throws(
    () => prepareMaps(everything, replacing({ ...fake.calls, objPin: full })).commit(loaded),
    (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_RACE" && error.program === "old",
  );
  for (const path of before.keys()) assert.is(objectAt(fake, path), before.get(path));
});

test.run();
