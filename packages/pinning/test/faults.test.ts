import { MapFlag, MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { PinError, PinSystemError } from "../src/errors.js";
import type { PinOptions } from "../src/options.js";
import { unpinMaps } from "../src/unpin.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { faulty } from "./fake-kernel/faulty.js";
import type { FakeObject } from "./fake-kernel/nodes.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("faults");
const errnos = ["ENOSPC", "EPERM", "EIO"];

// One of everything: reused, filled and frozen, slots, directories of its own and shared ones, no pin.
const object = objectSpec([
  mapSpec("reused"),
  mapSpec("cfg", {
    definition: "data",
    flags: MapFlag.RDONLY_PROG,
    contents: Buffer.alloc(8),
    pinning: "none",
  }),
  mapSpec("outer", {
    type: MapType.ARRAY_OF_MAPS,
    valueSize: 4,
    innerMap: mapSpec("outer.inner"),
    slots: [{ index: 0, symbol: "inner" }],
  }),
  mapSpec("inner"),
  mapSpec("loose", { pinning: "none" }),
  mapSpec("global", { definition: "gobpf", pinning: "global", namespace: "ns" }),
]);
const where: PinOptions = { paths: { cfg: "shared/cfg", inner: "ns/inner" } };

/** A kernel with one of the maps pinned already, in a directory that was there. */
const prepared = (): { fake: FakeKernel; reused: FakeObject } => {
  const fake = new FakeKernel();
  openMaps(objectSpec([mapSpec("reused"), mapSpec("other")]), {
    kernel: fake.calls,
    paths: { other: "shared/other" },
  }).close();
  return { fake, reused: (fake.at("reused") as { object: FakeObject }).object };
};
const before = ["reused", "shared", "shared/other"];
const all = [...before, "shared/cfg", "outer", "ns", "ns/globals", "ns/globals/global", "ns/inner"].sort();

const ways = [true, false].flatMap((hold) => errnos.map((errno) => ({ hold, errno })));

for (const { hold, errno } of ways) {
  test(`a load whose Nth step fails with ${errno} leaves what was there, for every N (hold: ${hold})`, () => {
    let step = 1;
    for (; ; step++) {
      const { fake, reused } = prepared();
      const faults = faulty(fake.calls, [[step, errno]]);
      try {
        openMaps(object, { ...where, hold, kernel: faults.kernel }).close();
        // The fault was not reached: every step has been tried.
        if (faults.taken.length < step) break;
        assert.unreachable(`step ${step} (${faults.taken[step - 1]}) failed unnoticed`);
      } catch (error) {
        assert.ok(PinSystemError.is(error), `${faults.taken[step - 1]}: ${error}`);
        assert.is(error.errno, errno);
        assert.match(error.message, /^Could not .+: .+: .+/);
        assert.equal(error.leftovers, [], `step ${step} ${faults.taken[step - 1]}`);
      }
      assert.equal(fake.paths(), before, `step ${step} ${faults.taken[step - 1]}`);
      assert.is((fake.at("reused") as { object: FakeObject }).object, reused);
      assert.is(fake.fds.count, 0, `step ${step} ${faults.taken[step - 1]}`);
    }
    assert.ok(step >= 40, `only ${step} steps`);
  });
}

test("a second fault in the roll-back: what remains is in leftovers, and nothing else remains", () => {
  let withLeftovers = 0;
  for (let first = 1; ; first++) {
    const probe = prepared();
    const only = faulty(probe.fake.calls, [[first, "ENOSPC"]]);
    let reached = true;
    try {
      openMaps(object, { ...where, kernel: only.kernel }).close();
      reached = false;
    } catch {}
    if (!reached || only.taken.length < first) break;
    for (let second = first + 1; second <= only.taken.length; second++) {
      const { fake } = prepared();
      const faults = faulty(fake.calls, [
        [first, "ENOSPC"],
        [second, "EIO"],
      ]);
      try {
        openMaps(object, { ...where, kernel: faults.kernel }).close();
        assert.unreachable();
      } catch (error) {
        assert.ok(PinError.is(error), String(error));
        const left = error.leftovers.map(({ path }) => path.slice("/sys/fs/bpf/".length)).sort();
        assert.equal(
          left,
          fake
            .paths()
            .filter((path) => !before.includes(path))
            .sort(),
          `${first}, ${second}`,
        );
        if (left.length > 0) {
          withLeftovers++;
          assert.match(error.message, "left behind");
          assert.ok(error.leftovers.every(({ reason }) => reason.length > 0));
        }
      }
      assert.is(fake.fds.count, 0);
    }
  }
  assert.ok(withLeftovers > 50, `only ${withLeftovers} cases`);
});

for (const errno of errnos)
  test(`an unpin whose Nth step fails with ${errno} removes all others, for every N`, () => {
    let step = 1;
    for (; ; step++) {
      const { fake } = prepared();
      openMaps(object, { ...where, kernel: fake.calls }).close();
      assert.equal(fake.paths().sort(), all);
      const faults = faulty(fake.calls, [[step, errno]]);
      const report = unpinMaps(object, { ...where, kernel: faults.kernel });
      if (faults.taken.length < step) break;
      const call = `step ${step} ${faults.taken[step - 1]}`;
      assert.is(report.failed.length, 1, call);
      const [failed] = report.failed;
      const pins = ["reused", "shared/cfg", "outer", "ns/globals/global", "ns/inner"];
      const faulted = failed?.path?.slice("/sys/fs/bpf/".length);
      assert.equal(
        report.removed.map(({ path }) => path.slice("/sys/fs/bpf/".length)).sort(),
        pins.filter((path) => path !== faulted).sort(),
        call,
      );
      assert.equal(
        fake.paths().filter((path) => pins.includes(path)),
        pins.filter((path) => path === faulted),
        call,
      );
      assert.ok(fake.at("shared/other"));
      assert.is(fake.fds.count, 0, call);
    }
    assert.ok(step > 25, `only ${step} steps`);
  });

test.run();
