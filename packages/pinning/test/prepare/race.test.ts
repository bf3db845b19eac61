import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError } from "../../src/errors.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { PinRaceError } from "../../src/race-error.js";
import { FakeKernel } from "../fake-kernel/fake-kernel.js";
import { faulty } from "../fake-kernel/faulty.js";
import type { FakeDirectory } from "../fake-kernel/nodes.js";
import { directoryNode } from "../fake-kernel/nodes.js";
import { array, closeAll, everything, furnish, load, newPaths, objectAt, replacing, state } from "./scene.js";

const test = suite("races of prepare and commit");

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
function interfered(step: number, interfere: (fake: FakeKernel) => void) {
  const fake = new FakeKernel();
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

test("a replaced program that changes at any step: ours, or theirs where they came last, and never a third", () => {
  let raced = 0;
  let lost = 0;
  for (let step = 1; step <= count; step++) {
    let theirs: unknown;
    const { fake, failure, loaded } = interfered(step, (fake) => {
      theirs = fake.pinAt("progs/old", fake.object("prog", 1));
    });
    const now = objectAt(fake, "progs/old");
    const ours = loaded.find(({ name }) => name === "old")!.id;
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
  assert.ok(lost <= 4, `${lost} moments`);
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
