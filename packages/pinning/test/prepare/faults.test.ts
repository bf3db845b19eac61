import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError, PinSystemError } from "../../src/errors.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { PinRaceError } from "../../src/race-error.js";
import { FakeKernel, type FakeKernelOptions } from "../fake-kernel/fake-kernel.js";
import { faulty } from "../fake-kernel/faulty.js";
import type { FakeNode } from "../fake-kernel/nodes.js";
import { closeAll, everything, furnish, load, newPaths, nodes, replacing } from "./scene.js";

const test = suite("faults of prepare and commit");

/** One load with these faults: what was there, what came of it. */
function run(faults: Iterable<[number, string]>, options: FakeKernelOptions = {}) {
  const fake = new FakeKernel(options);
  furnish(fake);
  const before = nodes(fake);
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  const kernel = faulty(fake.calls, faults);
  const loaded = load(fake);
  let failure: unknown;
  let committing = false;
  try {
    const prepared = prepareMaps(everything, { ...replacing(kernel.kernel), onWarning });
    committing = true;
    prepared.commit(loaded).close();
  } catch (error) {
    failure = error;
  }
  // After a failure they are still the loader's; after a success they are closed already.
  if (failure) closeAll(loaded);
  return { fake, before, failure, committing, taken: kernel.taken, warnings };
}

/** Temporary names that are there. */
const aside = (fake: FakeKernel): string[] => fake.paths().filter((path) => path.includes("_replacing_"));

/** What a load warns of that meets no fault. */
const plainWarnings = run([]).warnings;

for (const errno of ["ENOSPC", "EPERM", "EIO"]) {
  test(`a load whose Nth step fails with ${errno} leaves what was there, for every N`, () => {
    let commits = 0;
    let step = 1;
    for (; ; step++) {
      const { fake, before, failure, committing, taken, warnings } = run([[step, errno]]);
      const call = `step ${step} ${taken[step - 1]}`;
      assert.is(fake.fds.count, 0, call);
      if (taken.length < step) break;
      // A directory that cannot be listed is looked into name by name.
      if (taken[step - 1] === "readDirectory") {
        assert.is(failure, undefined);
        continue;
      }
      // The load is done by then; a second name that stays is told.
      if (taken[step - 1] === "unlinkat") {
        assert.is(failure, undefined);
        const [left, ...others] = aside(fake);
        assert.equal(others, []);
        assert.match(warnings.join(), `${left}, a second name`);
        continue;
      }
      // No second name is allowed: done without.
      if (taken[step - 1] === "linkat" && errno === "EPERM") {
        assert.is(failure, undefined);
        continue;
      }
      assert.equal(warnings, plainWarnings, call);
      assert.ok(PinSystemError.is(failure), `${call}: ${failure}`);
      assert.is(failure.errno, errno);
      assert.match(failure.message, /^Could not .+: .+: .+/);
      assert.equal(failure.leftovers, [], call);
      assert.equal(nodes(fake), before, call);
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
      assert.equal(nodes(fake), before, call);
      if (PinRaceError.is(failure)) raced.add(taken[step - 1]!);
    }
    assert.ok(raced.has(errno === "ENOENT" ? "renameat2" : "objPin"), [...raced].join());
  }
});

/** What of `now` differs from `before`, by path. */
const changes = (before: Map<string, FakeNode | undefined>, now: Map<string, FakeNode | undefined>) =>
  [...new Set([...before.keys(), ...now.keys()])]
    .filter((path) => before.has(path) !== now.has(path) || before.get(path) !== now.get(path))
    .sort();

for (const protectedHardlinks of [undefined, "EPERM"]) {
  const how = protectedHardlinks ? ", where second names are forbidden" : "";
  const options: FakeKernelOptions = protectedHardlinks ? { protectedHardlinks } : {};
  test(`a second fault in the roll-back: what differs is in leftovers, and nothing else differs${how}`, () => {
    let withLeftovers = 0;
    let notPutBack = 0;
    let temporary = 0;
    const { taken: all } = run([], options);
    for (let first = 1; first <= all.length; first++) {
      const { taken, failure: alone } = run([[first, "ENOSPC"]], options);
      if (alone === undefined) continue;
      for (let second = first + 1; second <= taken.length; second++) {
        const { fake, before, failure, warnings } = run(
          [
            [first, "ENOSPC"],
            [second, "EIO"],
          ],
          options,
        );
        const call = `${first} ${taken[first - 1]}, ${second} ${taken[second - 1]}`;
        assert.ok(PinError.is(failure), `${call}: ${failure}`);
        const left = failure.leftovers.map(({ path }) => path.slice("/sys/fs/bpf/".length));
        const anew = warnings.flatMap(
          (text) => /bpf\/(\S+) holds the program id \d+ again/.exec(text)?.[1] ?? [],
        );
        assert.equal(anew.length > 0 && !protectedHardlinks, false, call);
        assert.equal([...left, ...anew].sort(), changes(before, nodes(fake)), call);
        assert.is(fake.fds.count, 0, call);
        if (left.length === 0) continue;
        withLeftovers++;
        assert.match(failure.message, "left behind");
        if (failure.leftovers.some(({ reason }) => reason.includes("could not be put back"))) notPutBack++;
        if (left.some((path) => path.includes("_replacing_"))) temporary++;
      }
    }
    assert.ok(
      withLeftovers > 100 && notPutBack >= 4 && temporary >= 4,
      `${withLeftovers} ${notPutBack} ${temporary}`,
    );
  });
}

/** A load whose second renaming fails, so that the first has to be undone: the steps of it. */
const undone = (options: FakeKernelOptions = {}) => {
  const second = run([], options).taken.lastIndexOf("renameat2") + 1;
  const { taken } = run([[second, "ENOSPC"]], options);
  const putBack = taken.lastIndexOf("renameat2") + 1;
  assert.ok(putBack > second);
  return { second, putBack };
};

test("a pin that was replaced is back with its inode, mode and owner", () => {
  const { second } = undone();
  const { fake, before, failure, warnings } = run([[second, "ENOSPC"]]);
  assert.ok(PinError.is(failure));
  assert.equal(failure.leftovers, []);
  for (const [path, node] of before) assert.is(nodes(fake).get(path), node, path);
  assert.is(fake.at("progs/old")?.mode, 0o100644);
  assert.equal(warnings, plainWarnings);
});

for (const errno of ["EPERM", "EACCES", "EOVERFLOW", "ENOSYS"])
  test(`where linkat is ${errno}, the program is back by a new pin, and a warning says so`, () => {
    const options = { protectedHardlinks: errno };
    const { second } = undone(options);
    const { fake, failure, warnings } = run([[second, "ENOSPC"]], options);
    assert.ok(PinError.is(failure));
    assert.equal(failure.leftovers, []);
    assert.equal(aside(fake), []);
    assert.is(fake.at("progs/old")?.mode, 0o100600);
    const told = warnings.filter((text) => text.includes("its mode, owner and times are not those it had"));
    assert.is(told.length, 1);
    assert.match(told[0]!, "/sys/fs/bpf/progs/old ");
    // A load that succeeds has nothing to say.
    const done = run([], options);
    assert.is(done.failure, undefined);
    assert.equal(done.warnings, plainWarnings);
    assert.equal(aside(done.fake), []);
  });

for (const blind of [false, true])
  test(`a renaming back that fails leaves the former pin under its second name, and says where${blind ? ", though it cannot be looked at" : ""}`, () => {
    const { second, putBack } = undone();
    const { fake, failure, before } = run([
      [second, "ENOSPC"],
      [putBack, "EIO"],
      ...(blind ? [[putBack + 1, "EIO"] as [number, string]] : []),
    ]);
    assert.ok(PinError.is(failure));
    const [left, ...others] = aside(fake);
    assert.equal(others, []);
    assert.is(nodes(fake).get(left!), before.get("progs/old"));
    assert.equal(
      failure.leftovers.map(({ path }) => path),
      ["/sys/fs/bpf/progs/old", `/sys/fs/bpf/${left}`],
    );
    assert.match(failure.message, "rename it over /sys/fs/bpf/progs/old to have it back");
  });

test("three faults: neither put back nor the temporary pin removed, and both are told", () => {
  const options = { protectedHardlinks: "EPERM" };
  const { second, putBack } = undone(options);
  const { fake, failure, before } = run(
    [
      [second, "ENOSPC"],
      [putBack, "EIO"],
      [putBack + 1, "EPERM"],
    ],
    options,
  );
  assert.ok(PinError.is(failure));
  const left = failure.leftovers.map(({ path }) => path.slice("/sys/fs/bpf/".length)).sort();
  assert.equal(left, changes(before, nodes(fake)));
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
