import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError, PinUsageError } from "../../src/errors.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { temporaryName } from "../../src/programs/temporary-name.js";
import { unpinMaps } from "../../src/unpin.js";
import { FakeKernel } from "../fake-kernel/fake-kernel.js";
import { faulty } from "../fake-kernel/faulty.js";
import { directoryNode } from "../fake-kernel/nodes.js";
import { symlinkTo } from "../fake-kernel/place.js";
import { array, everything, load, where } from "../prepare/scene.js";
import { objectSpec } from "../specs.js";

const test = suite("unpin of programs");

/** A kernel on which the object was loaded. */
function loaded(): FakeKernel {
  const fake = new FakeKernel();
  fake.pinAt("shared/other", array(fake));
  prepareMaps(everything, { ...where, kernel: fake.calls })
    .commit(load(fake))
    .close();
  return fake;
}

test("removes the programs of an object beside its maps, and the directories left empty", () => {
  const fake = loaded();
  const report = unpinMaps(everything, { ...where, kernel: fake.calls });
  assert.equal(
    report.removed.filter(({ program }) => program !== undefined),
    [
      { program: "fresh", path: "/sys/fs/bpf/ns/programs/fresh" },
      { program: "old", path: "/sys/fs/bpf/progs/old" },
      { program: "older", path: "/sys/fs/bpf/progs/older" },
    ],
  );
  // A load with another choice might have pinned it.
  assert.equal(report.absent, [{ program: "optional", path: "/sys/fs/bpf/progs/optional" }]);
  assert.equal(report.failed, []);
  assert.equal(fake.paths(), ["shared", "shared/other"]);
  assert.is(fake.fds.count, 0);
});

test("without the option programs stay; with a choice the others stay", () => {
  const fake = loaded();
  const { paths } = where;
  assert.is(unpinMaps(everything, { kernel: fake.calls, paths }).removed.length, 6);
  assert.ok(fake.at("progs/old"));
  const only = { kernel: fake.calls, paths, pinPrograms: "progs", chosenPrograms: ["older"] };
  assert.equal(unpinMaps(everything, only).removed, [{ program: "older", path: "/sys/fs/bpf/progs/older" }]);
  assert.ok(fake.at("progs/old"));
});

test("what is no program is left alone, and is a failure; a symlink goes itself", () => {
  const fake = loaded();
  fake.pinAt("progs/old", array(fake));
  fake.remove("progs/older");
  fake.put("progs/older", directoryNode());
  fake.remove("ns/programs/fresh");
  fake.put("ns/programs/fresh", symlinkTo("../../progs/old"));
  const { failed } = unpinMaps(everything, { ...where, kernel: fake.calls });
  assert.equal(
    failed.map(({ program, error }) => [program, PinError.is(error) && error.code]),
    [
      ["old", "ERR_PIN_KIND"],
      ["older", "ERR_PIN_KIND"],
    ],
  );
  assert.equal(fake.paths(), ["shared", "shared/other", "progs", "progs/old", "progs/older"]);
});

test("what a killed replacement left goes too, and nothing that only looks like it", () => {
  const fake = loaded();
  const left = temporaryName("old");
  fake.pinAt(`progs/${left}`, fake.object("prog", 1));
  const others = ["progs/old_replacing_it", "progs/nobody_replacing_0123456789abcdef0123456789abcdef"];
  for (const path of others) fake.pinAt(path, fake.object("prog", 1));
  const aMap = temporaryName("older");
  fake.pinAt(`progs/${aMap}`, array(fake));
  const report = unpinMaps(everything, { ...where, kernel: fake.calls });
  assert.ok(report.removed.some(({ path }) => path === `/sys/fs/bpf/progs/${left}`));
  assert.equal(
    report.failed.map(({ path }) => path),
    [`/sys/fs/bpf/progs/${aMap}`],
  );
  assert.equal(fake.paths().sort(), [...others, "progs", `progs/${aMap}`, "shared", "shared/other"].sort());
});

for (const errno of ["ENOSPC", "EPERM", "EIO"])
  test(`an unpin whose Nth step fails with ${errno} removes all others, for every N`, () => {
    let step = 1;
    for (; ; step++) {
      const fake = loaded();
      const pins = ["ns/programs/fresh", "progs/old", "progs/older"];
      const faults = faulty(fake.calls, [[step, errno]]);
      const { failed } = unpinMaps(everything, { ...where, kernel: faults.kernel });
      if (faults.taken.length < step) break;
      const call = `step ${step} ${faults.taken[step - 1]}`;
      assert.is(fake.fds.count, 0, call);
      const faulted = failed.map(({ path }) => path?.slice("/sys/fs/bpf/".length));
      assert.ok(failed.length <= 1, call);
      assert.equal(
        fake.paths().filter((path) => pins.includes(path)),
        pins.filter((path) => faulted.includes(path)),
        call,
      );
    }
    assert.ok(step > 50, `only ${step} steps`);
  });

test("names that are no program's are wrong usage before any call", () => {
  const kernel = {} as never;
  for (const options of [
    { chosenPrograms: ["nobody"] },
    { chosenPrograms: ["subprogram"] },
    { programPaths: { inlined: "x" } },
    { pinPrograms: "p", onExistingProgram: "overwrite" as never },
    { pinPrograms: 5 as never },
    { programPaths: { old: 5 as never } },
  ]) {
    assert.throws(() => unpinMaps(everything, { ...options, kernel }), PinUsageError.is);
    assert.throws(() => prepareMaps(everything, { ...options, kernel }), PinUsageError.is);
  }
  assert.throws(() => prepareMaps(objectSpec([]), { chosenPrograms: ["a"], kernel }), /Its programs: none/);
});

test.run();
