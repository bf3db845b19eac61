/** Directories that are renamed, replaced or removed by somebody else while a load is under way. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
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
test.before.each(() => emptyBpffs());

const object = parseFile(join(examples, "gobpf-custom.o"));
const path = "swap/in/x";
const options = { paths: { "maps/dummy_array_custom": path } };
const inBpffs = (...names: string[]): string => join(bpffs, ...names);

const idAt = (path: string): number => {
  using fd = objGet(inBpffs(path));
  return mapInfo(fd).id;
};

/** Where the swapped-in symlink leads: nothing may ever be made there. */
const outside = mkdtempSync(join(tmpdir(), "bpf-outside-"));
test.after(() => rmdirSync(outside));

test("a directory that is renamed and replaced at any step: the pin is in one of the two, and whole", () => {
  mkdirSync(inBpffs("swap/in"), { recursive: true, mode: 0o700 });
  const probe = faultyKernel();
  openMaps(object, { ...options, kernel: probe.kernel }).close();
  for (let step = 1; step <= probe.taken.length; step++) {
    emptyBpffs();
    mkdirSync(inBpffs("swap/in"), { recursive: true, mode: 0o700 });
    const faulty = faultyKernel();
    faulty.before = (now) => {
      if (now !== step) return;
      renameSync(inBpffs("swap"), inBpffs("moved"));
      mkdirSync(inBpffs("swap"), 0o700);
      symlinkSync(outside, inBpffs("swap/in"));
    };
    const fds = openFds().length;
    try {
      const maps = openMaps(object, { ...options, kernel: faulty.kernel });
      assert.is(idAt("moved/in/x"), maps.get("dummy_array_custom")?.id, `step ${step}`);
      maps.close();
    } catch (error) {
      assert.ok(PinPathError.is(error), `step ${step}: ${(error as Error).stack}`);
      assert.match(error.message, `-> ${outside} is refused`);
      assert.not(existsSync(inBpffs("moved/in/x")));
    }
    assert.not(existsSync(join(outside, "x")));
    assert.is(openFds().length, fds, `step ${step}`);
  }
});

test("a failing load rolls back in the directory it pinned in, wherever that was moved", () => {
  const two = parseFile(join(examples, "counters.o"));
  const faulty = faultyKernel();
  let pins = 0;
  faulty.before = (_, call) => {
    if (call !== "objPin" || ++pins !== 2) return;
    renameSync(inBpffs("ours"), inBpffs("elsewhere"));
    throw Object.assign(new Error("EIO"), { code: "EIO", syscall: "bpf", command: "BPF_OBJ_PIN" });
  };
  assert.throws(
    () => openMaps(two, { pinRoot: "ours/in", kernel: faulty.kernel }),
    (error: unknown) => PinError.is(error) && error.leftovers.length === 0,
  );
  // The pin and the inner directory are gone; "ours" is no longer the directory that was made, so it is not touched.
  assert.equal(tree(), ["elsewhere/"]);
});

test("an unpin whose directory is swapped at any step touches nothing else", () => {
  const setUp = (): void => {
    emptyBpffs();
    openMaps(object, options).close();
    mkdirSync(inBpffs("decoy/in"), { recursive: true, mode: 0o700 });
    openMaps(object, { paths: { "maps/dummy_array_custom": "decoy/in/x" } }).close();
  };
  setUp();
  const probe = faultyKernel();
  unpinMaps(object, { ...options, kernel: probe.kernel });
  for (let step = 2; step <= probe.taken.length; step++) {
    setUp();
    const faulty = faultyKernel();
    faulty.before = (now) => {
      if (now !== step || !existsSync(inBpffs("swap/in"))) return;
      renameSync(inBpffs("swap"), inBpffs("moved"));
      mkdirSync(inBpffs("swap"), 0o700);
      symlinkSync("../decoy/in", inBpffs("swap/in"));
    };
    const fds = openFds().length;
    const report = unpinMaps(object, { ...options, kernel: faulty.kernel });
    assert.equal(report.failed, [], `step ${step}`);
    // Swapped before the walk, the path is the decoy's; after it, the decoy is never touched.
    assert.is(existsSync(inBpffs("decoy/in/x")), !existsSync(inBpffs("moved/in/x")), `step ${step}`);
    assert.ok(existsSync(inBpffs("decoy/in")));
    assert.is(openFds().length, fds);
  }
});

test.run();
