import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError, PinSystemError } from "../../src/errors.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { PinRaceError } from "../../src/race-error.js";
import { FakeKernel } from "../fake-kernel/fake-kernel.js";
import { faulty } from "../fake-kernel/faulty.js";
import type { FakeObject } from "../fake-kernel/nodes.js";
import { closeAll, everything, furnish, load, newPaths, replacing, state } from "./scene.js";

const test = suite("faults of prepare and commit");

/** One load with these faults: what was there, what came of it. */
function run(faults: Iterable<[number, string]>) {
  const fake = new FakeKernel();
  const before = furnish(fake);
  const kernel = faulty(fake.calls, faults);
  const loaded = load(fake);
  let failure: unknown;
  let committing = false;
  try {
    const prepared = prepareMaps(everything, replacing(kernel.kernel));
    committing = true;
    prepared.commit(loaded).close();
  } catch (error) {
    failure = error;
  }
  // After a failure they are still the loader's; after a success they are closed already.
  if (failure) closeAll(loaded);
  return { fake, before, failure, committing, taken: kernel.taken };
}

for (const errno of ["ENOSPC", "EPERM", "EIO"]) {
  test(`a load whose Nth step fails with ${errno} leaves what was there, for every N`, () => {
    let commits = 0;
    let step = 1;
    for (; ; step++) {
      const { fake, before, failure, committing, taken } = run([[step, errno]]);
      const call = `step ${step} ${taken[step - 1]}`;
      assert.is(fake.fds.count, 0, call);
      if (taken.length < step) break;
      // A directory that cannot be listed is looked into name by name.
      if (taken[step - 1] === "readDirectory") {
        assert.is(failure, undefined);
        continue;
      }
      assert.ok(PinSystemError.is(failure), `${call}: ${failure}`);
      assert.is(failure.errno, errno);
      assert.match(failure.message, /^Could not .+: .+: .+/);
      assert.equal(failure.leftovers, [], call);
      assert.equal(state(fake), before, call);
      if (committing) commits++;
    }
    assert.ok(step >= 80 && commits >= 40, `only ${step} steps, ${commits} of them of the commit`);
  });
}

test("ENOENT and EEXIST at any step of a commit are a race or a failure, and leave what was there", () => {
  for (const errno of ["ENOENT", "EEXIST"]) {
    const raced = new Set<string>();
    for (let step = 1; ; step++) {
      const { fake, before, failure, taken } = run([[step, errno]]);
      const call = `step ${step} ${taken[step - 1]} ${errno}`;
      assert.is(fake.fds.count, 0, call);
      if (taken.length < step) break;
      // Tried again, and done.
      if (failure === undefined) continue;
      assert.ok(PinError.is(failure), `${call}: ${failure}`);
      assert.equal(state(fake), before, call);
      if (PinRaceError.is(failure)) raced.add(taken[step - 1]!);
    }
    assert.ok(raced.has(errno === "ENOENT" ? "renameat2" : "objPin"), [...raced].join());
  }
});

/** What of `now` differs from `before`, by path. */
const changes = (before: Map<string, FakeObject | undefined>, now: Map<string, FakeObject | undefined>) =>
  [...new Set([...before.keys(), ...now.keys()])]
    .filter((path) => before.has(path) !== now.has(path) || before.get(path) !== now.get(path))
    .sort();

test("a second fault in the roll-back: what differs is in leftovers, and nothing else differs", () => {
  let withLeftovers = 0;
  let notPutBack = 0;
  let aside = 0;
  const { taken: all } = run([]);
  for (let first = 1; first <= all.length; first++) {
    const { taken } = run([[first, "ENOSPC"]]);
    for (let second = first + 1; second <= taken.length; second++) {
      const { fake, before, failure } = run([
        [first, "ENOSPC"],
        [second, "EIO"],
      ]);
      const call = `${first} ${taken[first - 1]}, ${second} ${taken[second - 1]}`;
      assert.ok(PinError.is(failure), `${call}: ${failure}`);
      const left = failure.leftovers.map(({ path }) => path.slice("/sys/fs/bpf/".length)).sort();
      assert.equal(left, changes(before, state(fake)), call);
      assert.is(fake.fds.count, 0, call);
      if (left.length === 0) continue;
      withLeftovers++;
      assert.match(failure.message, "left behind");
      if (failure.leftovers.some(({ reason }) => reason.includes("could not be put back"))) notPutBack++;
      if (left.some((path) => path.includes("_replacing_"))) aside++;
    }
  }
  assert.ok(withLeftovers > 100 && notPutBack >= 4 && aside >= 4, `${withLeftovers} ${notPutBack} ${aside}`);
});

test("three faults: neither put back nor the temporary pin removed, and both are told", () => {
  const { taken } = run([]);
  // The last step of all but closing: after both renamings nothing is left to fail, so the second renaming does.
  const second = taken.lastIndexOf("renameat2") + 1;
  const undone = run([[second, "ENOSPC"]]).taken;
  const putBack = undone.lastIndexOf("renameat2") + 1;
  assert.ok(putBack > second);
  const { fake, failure, before } = run([
    [second, "ENOSPC"],
    [putBack, "EIO"],
    [putBack + 1, "EPERM"],
  ]);
  assert.ok(PinError.is(failure));
  const left = failure.leftovers.map(({ path }) => path.slice("/sys/fs/bpf/".length)).sort();
  assert.equal(left, changes(before, state(fake)));
  assert.is(left.length, 2);
  assert.match(left.join(), "_replacing_");
  assert.is(fake.fds.count, 0);
});

test("the load that is tried here makes all it should", () => {
  const { fake, before, failure } = run([]);
  assert.is(failure, undefined);
  assert.equal(fake.paths().sort(), [...before.keys(), ...newPaths].sort());
});

test.run();
