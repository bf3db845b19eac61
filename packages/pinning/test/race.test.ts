import { MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { MapIncompatibleError, PinError } from "../src/errors.js";
import { unpinMaps } from "../src/unpin.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { faulty } from "./fake-kernel/faulty.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("race");

const object = objectSpec([mapSpec("a")]);
const paths = { a: "d/e/a" };
const like = (fake: FakeKernel, maxEntries = 1) =>
  fake.object("map", MapType.ARRAY, {
    map: { keySize: 4, valueSize: 8, maxEntries, flags: 0, mapExtra: 0n, btf: false, inner: false },
  });

test("somebody who pins first, at any step, wins and is reused", () => {
  const steps = faulty(new FakeKernel().calls);
  openMaps(object, { kernel: steps.kernel, paths }).close();
  let reused = 0;
  for (let step = 1; step <= steps.taken.length; step++) {
    const fake = new FakeKernel();
    const raced = faulty(fake.calls);
    raced.before = (now) => {
      if (now === step && !fake.at("d/e/a")) fake.pinAt("d/e/a", like(fake));
    };
    const maps = openMaps(object, { kernel: raced.kernel, paths });
    if (maps.get("a")?.outcome === "reused") reused++;
    assert.is(maps.get("a")?.id, (fake.at("d/e/a") as { object: { id: number } }).object.id);
    assert.equal(fake.paths(), ["d", "d/e", "d/e/a"]);
    maps.close();
    assert.is(fake.fds.count, 0);
  }
  assert.ok(reused >= 5, `only ${reused} steps were raced`);
});

test("a directory that is removed, at any step, is made again", () => {
  const steps = faulty(new FakeKernel().calls);
  openMaps(object, { kernel: steps.kernel, paths }).close();
  for (const gone of ["d", "d/e"]) {
    for (let step = 1; step <= steps.taken.length; step++) {
      const fake = new FakeKernel();
      const raced = faulty(fake.calls);
      raced.before = (now) => {
        const node = fake.at(gone);
        if (now !== step || node?.type !== "directory") return;
        // As an unpin does: only what is empty, from below.
        const inner = fake.at("d/e");
        if (inner?.type === "directory" && inner.entries.size === 0) fake.remove("d/e");
        if (node.entries.size === 0 && fake.at(gone)) fake.remove(gone);
      };
      const maps = openMaps(object, { kernel: raced.kernel, paths });
      assert.equal(fake.paths(), ["d", "d/e", "d/e/a"], `step ${step}, ${gone}`);
      maps.close();
      assert.is(fake.fds.count, 0);
    }
  }
});

test("an incompatible map that appears half way is told, and what was made goes", () => {
  const fake = new FakeKernel();
  const raced = faulty(fake.calls);
  raced.before = (_, call) => {
    if (call === "objPin" && fake.at("b") === undefined && fake.at("d/e/a")) fake.pinAt("b", like(fake, 7));
  };
  const two = objectSpec([mapSpec("a"), mapSpec("b")]);
  try {
    openMaps(two, { kernel: raced.kernel, paths });
    assert.unreachable();
  } catch (error) {
    assert.ok(MapIncompatibleError.is(error), String(error));
    assert.match(error.message, "removed again");
    assert.equal(error.leftovers, []);
  }
  assert.equal(fake.paths(), ["b"]);
  assert.is(fake.fds.count, 0);
});

test("tries are bounded: a pin that flickers for ever is given up with an error", () => {
  const fake = new FakeKernel();
  const raced = faulty(fake.calls);
  raced.before = (_, call) => {
    // There for BPF_OBJ_PIN, and gone for whoever looks.
    if (call === "objPin") fake.pinAt("a", like(fake));
    else if (fake.at("a")) fake.remove("a");
  };
  assert.throws(
    () => openMaps(object, { kernel: raced.kernel }),
    (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_RACE",
  );
  assert.is(fake.fds.count, 0);
});

test("roll-back leaves what somebody else put in the place of ours", () => {
  const fake = new FakeKernel();
  const raced = faulty(fake.calls);
  let theirs = 0;
  raced.before = (_, call) => {
    if (call === "objPin" && fake.at("a") && theirs === 0) {
      theirs = fake.pinAt("a", like(fake)).id;
      raced.faults.set(raced.taken.length, "ENOSPC");
    }
  };
  assert.throws(() => openMaps(objectSpec([mapSpec("a"), mapSpec("b")]), { kernel: raced.kernel }), /ENOSPC/);
  assert.equal(fake.paths(), ["a"]);
  assert.is((fake.at("a") as { object: { id: number } }).object.id, theirs);
});

test("an unpin beside another one finds things gone, and is content", () => {
  const fake = new FakeKernel();
  openMaps(object, { kernel: fake.calls, paths }).close();
  const steps = faulty(fake.calls);
  unpinMaps(object, { kernel: steps.kernel, paths });
  for (let step = 1; step <= steps.taken.length; step++) {
    openMaps(object, { kernel: fake.calls, paths }).close();
    const raced = faulty(fake.calls);
    raced.before = (now) => {
      if (now === step && fake.at("d/e/a")) unpinMaps(object, { kernel: fake.calls, paths });
    };
    const report = unpinMaps(object, { kernel: raced.kernel, paths });
    assert.equal(report.failed, [], `step ${step}`);
    assert.equal(fake.paths(), []);
    assert.is(fake.fds.count, 0);
  }
});

test.run();
