/**
 * Directories that are renamed, replaced or removed by somebody else while a load is under way. Root is a directory of
 * the bpffs, so that what lies outside of it is a place where pins can be made.
 */
import { existsSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openMaps, PinError, PinPathError, unpinMaps } from "@bpf/pinning";
import { mapInfo, objGet } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { openFds, tree } from "../src/bpffs-tree.js";
import { faultyKernel } from "../src/faulty-kernel.js";
import { examples, parseFile } from "../src/objects.js";

const test = suite("swaps");

const root = join(bpffs, "root");
const object = parseFile(join(examples, "gobpf-custom.o"));
const path = "swap/in/x";
const options = { root, paths: { "maps/dummy_array_custom": path } };
const inRoot = (...names: string[]): string => join(root, ...names);

/** Nothing may ever be made, changed or removed below it. */
const outside = join(bpffs, "outside");
const inOutside = (): string[] => tree().filter((entry) => entry.startsWith("outside/"));

const idAt = (path: string): number => {
  using fd = objGet(path);
  return mapInfo(fd).id;
};

const emptyRoot = (): void => {
  emptyBpffs();
  mkdirSync(root, 0o700);
  mkdirSync(outside, 0o700);
};
test.before.each(emptyRoot);

/** Where the symlink leads that is put in place of `swap/in`. */
const targets = [outside, "../../outside"];

test("outside is a place where a pin can be made", () => {
  openMaps(object, { ...options, root: bpffs, paths: { "maps/dummy_array_custom": "outside/x" } }).close();
  assert.equal(inOutside(), ["outside/", "outside/x"]);
});

for (const target of targets) {
  test(`a directory that is replaced by a symlink to ${target} at any step: the pin is where it was, and whole`, () => {
    mkdirSync(inRoot("swap/in"), { recursive: true, mode: 0o700 });
    const probe = faultyKernel();
    openMaps(object, { ...options, kernel: probe.kernel }).close();
    const ends = new Set<string>();
    for (let step = 1; step <= probe.taken.length; step++) {
      emptyRoot();
      mkdirSync(inRoot("swap/in"), { recursive: true, mode: 0o700 });
      const faulty = faultyKernel();
      faulty.before = (now) => {
        if (now !== step) return;
        renameSync(inRoot("swap"), inRoot("moved"));
        mkdirSync(inRoot("swap"), 0o700);
        symlinkSync(target, inRoot("swap/in"));
      };
      const fds = openFds().length;
      try {
        const maps = openMaps(object, { ...options, kernel: faulty.kernel });
        assert.is(idAt(inRoot("moved/in/x")), maps.get("dummy_array_custom")?.id, `step ${step}`);
        maps.close();
        ends.add("pinned");
      } catch (error) {
        assert.ok(PinPathError.is(error), `step ${step}: ${(error as Error).stack}`);
        assert.match(error.message, `-> ${target} is refused`);
        assert.not(existsSync(inRoot("moved/in/x")));
        ends.add("refused");
      }
      assert.equal(inOutside(), ["outside/"], `step ${step}`);
      assert.is(openFds().length, fds, `step ${step}`);
    }
    assert.equal([...ends].sort(), ["pinned", "refused"]);
  });
}

test("a failing load rolls back in the directory it pinned in, wherever that was moved", () => {
  const two = parseFile(join(examples, "counters.o"));
  const faulty = faultyKernel();
  let pins = 0;
  faulty.before = (_, call) => {
    if (call !== "objPin" || ++pins !== 2) return;
    renameSync(inRoot("ours"), inRoot("elsewhere"));
    throw Object.assign(new Error("EIO"), { code: "EIO", syscall: "bpf", command: "BPF_OBJ_PIN" });
  };
  assert.throws(
    () => openMaps(two, { root, pinRoot: "ours/in", kernel: faulty.kernel }),
    (error: unknown) => PinError.is(error) && error.leftovers.length === 0,
  );
  // The pin and the inner directory are gone; "ours" is no longer the directory that was made, so it is not touched.
  assert.equal(tree(), ["outside/", "root/", "root/elsewhere/"]);
});

test("a failing load leaves a directory that has been put in the place of one it made", () => {
  const two = parseFile(join(examples, "counters.o"));
  const faulty = faultyKernel();
  let pins = 0;
  faulty.before = (_, call) => {
    if (call !== "objPin" || ++pins !== 2) return;
    renameSync(inRoot("ours"), inRoot("elsewhere"));
    mkdirSync(inRoot("ours"), 0o700);
    throw Object.assign(new Error("EIO"), { code: "EIO", syscall: "bpf", command: "BPF_OBJ_PIN" });
  };
  assert.throws(
    () => openMaps(two, { root, pinRoot: "ours/in", kernel: faulty.kernel }),
    (error: unknown) => PinError.is(error) && error.leftovers.length === 0,
  );
  assert.equal(tree(), ["outside/", "root/", "root/elsewhere/", "root/ours/"]);
});

test("an unpin leaves a directory that has been put in the place of the one it emptied", () => {
  const probe = faultyKernel();
  openMaps(object, options).close();
  unpinMaps(object, { ...options, kernel: probe.kernel });
  let replaced = 0;
  for (let step = 1; step <= probe.taken.length; step++) {
    // Between looking and removing nothing can be put that the kernel would keep apart.
    if (probe.taken[step - 1] === "unlinkat") continue;
    emptyRoot();
    openMaps(object, options).close();
    const faulty = faultyKernel();
    let swapped = false;
    faulty.before = (now) => {
      if (now !== step || existsSync(inRoot("swap/in/x")) || !existsSync(inRoot("swap/in"))) return;
      renameSync(inRoot("swap/in"), inRoot("swap/moved"));
      mkdirSync(inRoot("swap/in"), 0o700);
      swapped = true;
    };
    const { removed, failed } = unpinMaps(object, { ...options, kernel: faulty.kernel });
    assert.is(removed.length, 1);
    assert.equal(failed, []);
    if (!swapped) continue;
    replaced++;
    assert.ok(existsSync(inRoot("swap/in")), `step ${step}, ${probe.taken[step - 1]}`);
  }
  assert.ok(replaced > 0);
});

/** A place that the swapped-in symlink leads to, and whether a path through it is one that unpins take. */
const decoys = [
  { decoy: outside, target: outside, refused: true },
  { decoy: outside, target: "../../outside", refused: true },
  { decoy: inRoot("decoy/in"), target: "../decoy/in", refused: false },
];
for (const { decoy, target, refused } of decoys) {
  test(`an unpin whose directory is replaced by a symlink to ${target} at any step touches nothing else`, () => {
    const setUp = (): void => {
      emptyRoot();
      openMaps(object, options).close();
      mkdirSync(decoy, { recursive: true, mode: 0o700 });
      const atDecoy = { root: bpffs, paths: { "maps/dummy_array_custom": join(decoy, "x") } };
      openMaps(object, atDecoy).close();
    };
    setUp();
    const probe = faultyKernel();
    unpinMaps(object, { ...options, kernel: probe.kernel });
    const ends = new Set<string>();
    for (let step = 1; step <= probe.taken.length; step++) {
      setUp();
      const before = idAt(join(decoy, "x"));
      const faulty = faultyKernel();
      faulty.before = (now) => {
        if (now !== step || !existsSync(inRoot("swap/in"))) return;
        renameSync(inRoot("swap"), inRoot("moved"));
        mkdirSync(inRoot("swap"), 0o700);
        symlinkSync(target, inRoot("swap/in"));
      };
      const fds = openFds().length;
      try {
        const report = unpinMaps(object, { ...options, kernel: faulty.kernel });
        assert.equal(report.failed, [], `step ${step}`);
        // Swapped before the walk, the path is the decoy's; after it, the decoy is never touched.
        ends.add(existsSync(inRoot("moved/in/x")) ? "the decoy's pin" : "the pin");
      } catch (error) {
        assert.ok(PinPathError.is(error), `step ${step}: ${(error as Error).stack}`);
        assert.ok(existsSync(inRoot("moved/in/x")), `step ${step}`);
        ends.add("refused");
      }
      const decoyIsThere = existsSync(join(decoy, "x"));
      if (refused) assert.is(idAt(join(decoy, "x")), before, `step ${step}`);
      else assert.is(decoyIsThere, !existsSync(inRoot("moved/in/x")), `step ${step}`);
      assert.ok(existsSync(decoy));
      assert.is(openFds().length, fds);
    }
    assert.equal([...ends].sort(), refused ? ["refused", "the pin"] : ["the decoy's pin", "the pin"]);
  });
}

test.run();
