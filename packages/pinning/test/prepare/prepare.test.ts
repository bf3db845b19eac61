import { readFileSync } from "node:fs";
import { type ObjectSpec, parseObject } from "@bpf/elf";
import { MapFlag } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyPlan } from "../../src/apply.js";
import { MapIncompatibleError, PinError, PinUsageError } from "../../src/errors.js";
import { planMaps } from "../../src/plan.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { ProgramPinError } from "../../src/programs/errors.js";
import { FakeKernel } from "../fake-kernel/fake-kernel.js";
import { directoryNode } from "../fake-kernel/nodes.js";
import { symlinkTo } from "../fake-kernel/place.js";
import { mapSpec, objectSpec } from "../specs.js";
import {
  closeAll,
  everything,
  furnish,
  load,
  newPaths,
  objectAt,
  programSpec,
  replacing,
  state,
  where,
} from "./scene.js";

const test = suite("prepareMaps");

test("every map is at hand, whole, and nothing is pinned; disposing leaves nothing", () => {
  const fake = new FakeKernel();
  const before = furnish(fake);
  {
    using prepared = prepareMaps(everything, replacing(fake.calls));
    assert.equal(state(fake), before);
    for (const [name, { type }] of prepared.specs) {
      const info = fake.calls.mapInfo(prepared.fdOf(name));
      assert.is(info.id, prepared.idOf(name));
      assert.is(info.type, type);
    }
    assert.equal(
      [...prepared.specs.keys()].map((name) => prepared.outcomeOf(name)),
      ["reused", "created", "created", "created", "unpinned", "created", "created"],
    );
    assert.is(prepared.idOf("reused"), before.get("reused")?.id);
    const made = (name: string) => fake.objects.find(({ id }) => id === prepared.idOf(name))!;
    assert.ok(made("cfg").frozen);
    assert.is(made("outer").values.get("00000000"), prepared.idOf("inner"));
    assert.is(made("jumps").values.size, 0);
    assert.is(prepared.programPath("fresh"), "/sys/fs/bpf/ns/programs/fresh");
    assert.is(prepared.programPath("old"), "/sys/fs/bpf/progs/old");
    assert.is(prepared.programPath("alone"), undefined);
    assert.is(prepared.kept.size, 0);
    assert.throws(() => prepared.fdOf("nobody"), PinUsageError.is);
    assert.equal(prepared.warnings, []);
  }
  assert.is(fake.fds.count, 0);
  assert.equal(state(fake), before);
});

test("commit fills the program array, pins maps and programs, and replaces in one step", () => {
  const fake = new FakeKernel();
  const before = furnish(fake);
  const loaded = load(fake);
  const ids = new Map(loaded.map(({ name, id }) => [name, id]));
  const prepared = prepareMaps(everything, replacing(fake.calls));
  const object = prepared.commit(loaded);
  assert.equal(fake.paths().sort(), [...before.keys(), ...newPaths].sort());
  assert.equal(
    [...object.programs.values()].map(({ name, id, path, outcome }) => [name, id, path, outcome]),
    [
      ["fresh", ids.get("fresh"), "/sys/fs/bpf/ns/programs/fresh", "pinned"],
      ["old", ids.get("old"), "/sys/fs/bpf/progs/old", "replaced"],
      ["older", ids.get("older"), "/sys/fs/bpf/progs/older", "replaced"],
      ["alone", ids.get("alone"), undefined, "unpinned"],
    ],
  );
  for (const { path, id } of object.programs.values())
    if (path) assert.is(objectAt(fake, path.slice("/sys/fs/bpf/".length))?.id, id);
  assert.equal([...objectAt(fake, "jumps")!.values.values()], [ids.get("fresh"), ids.get("old")]);
  for (const { id, path, outcome } of object.maps.values())
    if (path) assert.is(objectAt(fake, path.slice("/sys/fs/bpf/".length))?.id, id, outcome);
  // What was made writable to be filled is handed out as its definition has it.
  assert.throws(
    () => fake.calls.mapUpdate(object.get("readable")!.fd, Buffer.alloc(4), Buffer.alloc(8)),
    /EPERM/,
  );
  assert.is((fake.at("ns") as { mode: number }).mode & 0o7777, 0o700);
  assert.equal(object.warnings, []);
  // What was replaced is let go, and everything else is the object's.
  assert.is(fake.fds.count, object.maps.size + object.programs.size);
  object.close();
  assert.is(fake.fds.count, 0);
  assert.equal(fake.paths().sort(), [...before.keys(), ...newPaths].sort());
});

test("a commit is done once, and what was prepared is closed after it", () => {
  const fake = new FakeKernel();
  const prepared = prepareMaps(objectSpec([mapSpec("a")]), { kernel: fake.calls });
  using _ = prepared.commit();
  prepared.close();
  assert.is(fake.fds.count, 1);
  for (const use of [() => prepared.commit(), () => prepared.fdOf("a"), () => prepared.btf()])
    assert.throws(use, (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_CLOSED");
});

test("a program that is there stops everything by default, with every obstacle named", () => {
  const fake = new FakeKernel();
  const before = furnish(fake);
  try {
    prepareMaps(everything, { ...where, kernel: fake.calls });
    assert.unreachable();
  } catch (error) {
    assert.ok(ProgramPinError.is(error), String(error));
    assert.ok(PinError.is(error));
    assert.is(error.code, "ERR_PROGRAM_PINNED");
    assert.is(error.program, "old");
    assert.is(error.kind, "prog");
    assert.is(error.id, before.get("progs/old")?.id);
    assert.equal(
      error.obstacles.map(({ path }) => path),
      ["/sys/fs/bpf/progs/old", "/sys/fs/bpf/progs/older"],
    );
    assert.match(error.message, "Nothing was changed");
    assert.is(JSON.parse(JSON.stringify(error)).program, "old");
  }
  assert.equal(state(fake), before);
  assert.is(fake.fds.count, 0);
});

test("what is no program is never kept nor replaced", () => {
  for (const onExistingProgram of ["fail", "keep", "replace"] as const) {
    const fake = new FakeKernel();
    const object = objectSpec([], {
      programs: new Map(["a", "b", "c"].map((name) => [name, programSpec(name)])),
    });
    const { id } = fake.pinAt("p/a", fake.object("map", 2));
    fake.pinAt("p/b", fake.object("link", 1));
    fake.put("p/c", directoryNode());
    const before = state(fake);
    try {
      prepareMaps(object, { kernel: fake.calls, pinPrograms: "p", onExistingProgram });
      assert.unreachable();
    } catch (error) {
      assert.ok(ProgramPinError.is(error), String(error));
      assert.equal(
        error.obstacles.map(({ program, kind }) => [program, kind]),
        [
          ["a", "map"],
          ["b", "link"],
          ["c", "directory"],
        ],
      );
      assert.is(error.id, id);
      assert.match(error.message, "Only a program");
    }
    assert.equal(state(fake), before);
    assert.is(fake.fds.count, 0);
  }
});

test("a program that is there is kept: ours is not for loading, and its slot holds the one that is there", () => {
  const fake = new FakeKernel();
  const before = furnish(fake);
  const prepared = prepareMaps(everything, { ...where, kernel: fake.calls, onExistingProgram: "keep" });
  assert.equal(
    [...prepared.kept.values()].map(({ name, id, outcome }) => [name, id, outcome]),
    [
      ["old", before.get("progs/old")?.id, "kept"],
      ["older", before.get("progs/older")?.id, "kept"],
    ],
  );
  const loaded = load(fake, ["fresh", "alone"]);
  const object = prepared.commit(loaded);
  assert.equal([...objectAt(fake, "jumps")!.values.values()], [loaded[0]!.id, before.get("progs/old")?.id]);
  for (const path of ["progs/old", "progs/older"]) assert.is(objectAt(fake, path), before.get(path));
  assert.is(object.programs.get("old")?.outcome, "kept");
  assert.is(fake.calls.progInfo(object.programs.get("old")!.fd).id, before.get("progs/old")?.id);
  object.close();
  assert.is(fake.fds.count, 0);
});

test("a program that is to be kept, or that is given twice, is wrong usage, and everything is closed", () => {
  for (const given of [["old"], ["fresh", "fresh"]]) {
    const fake = new FakeKernel();
    const before = furnish(fake);
    const prepared = prepareMaps(everything, { ...where, kernel: fake.calls, onExistingProgram: "keep" });
    const loaded = load(fake, given);
    assert.throws(() => prepared.commit(loaded), PinUsageError.is);
    closeAll(loaded);
    assert.is(fake.fds.count, 0);
    assert.equal(state(fake), before);
  }
});

test("a symlink to a program is kept through, and not replaced through", () => {
  const fake = new FakeKernel();
  const object = objectSpec([], { programs: new Map([["a", programSpec("a")]]) });
  const { id } = fake.pinAt("real/p", fake.object("prog", 1));
  fake.put("p/a", symlinkTo("../real/p"));
  const options = { kernel: fake.calls, pinPrograms: "p" };
  using prepared = prepareMaps(object, { ...options, onExistingProgram: "keep" });
  assert.is(prepared.kept.get("a")?.id, id);
  assert.throws(
    () => prepareMaps(object, { ...options, onExistingProgram: "replace" }),
    (error: unknown) => ProgramPinError.is(error) && error.kind === "symlink" && error.id === id,
  );
});

test("maps that are in the way are told first, and change nothing", () => {
  const fake = new FakeKernel();
  fake.pinAt("inner", fake.object("prog", 1));
  const object = objectSpec([mapSpec("inner"), mapSpec("other")]);
  assert.throws(() => prepareMaps(object, { kernel: fake.calls }), MapIncompatibleError.is);
  assert.equal(fake.paths(), ["inner"]);
  assert.is(fake.fds.count, 0);
});

test("slots of programs that were not loaded stay empty, with a warning", () => {
  const fake = new FakeKernel();
  const told: string[] = [];
  const options = { ...where, kernel: fake.calls, onWarning: (text: string) => told.push(text) };
  using object = prepareMaps(everything, options).commit(load(fake, ["fresh"]));
  assert.match(object.warnings[0]!, /jumps stay empty.*: old\./);
  assert.equal(told, object.warnings);
  assert.is(objectAt(fake, "jumps")!.values.size, 1);
});

test("an unpinned program array that pinned programs use is worth a warning", () => {
  const fake = new FakeKernel();
  const options = { ...where, kernel: fake.calls, paths: { ...where.paths, jumps: false as const } };
  using object = prepareMaps(everything, options).commit(load(fake));
  assert.is(object.get("jumps")?.outcome, "unpinned");
  assert.match(object.warnings.join(), "jumps is not pinned");
});

const real = (): ObjectSpec =>
  parseObject(readFileSync(new URL("../../../../examples/pinmap.o", import.meta.url)), { name: "pinmap" });

test("the object's BTF is loaded once, also when no map needs it, and closed in the end", () => {
  const fake = new FakeKernel();
  const object = { ...real(), maps: new Map() };
  const prepared = prepareMaps(object, { kernel: fake.calls });
  assert.is(fake.fds.count, 0);
  assert.ok(prepared.btf());
  assert.is(prepared.btf(), prepared.btf());
  assert.is(fake.fds.count, 1);
  assert.is(prepared.btfRefused, undefined);
  prepared.commit().close();
  assert.is(fake.fds.count, 0);
  using without = prepareMaps(objectSpec([mapSpec("a")]), { kernel: fake.calls });
  assert.is(without.btf(), undefined);
});

test("why the kernel refuses the object's BTF is told, and maps are made without it", () => {
  const fake = new FakeKernel({ btf: "EINVAL" });
  using prepared = prepareMaps(real(), { kernel: fake.calls });
  assert.is(prepared.btf(), undefined);
  assert.match(prepared.btfRefused!, "EINVAL");
  assert.match(prepared.warnings.join(), "without BTF");
});

test("a reused program array keeps what it holds", () => {
  const fake = new FakeKernel();
  prepareMaps(everything, { ...where, kernel: fake.calls })
    .commit(load(fake))
    .close();
  const slots = new Map(objectAt(fake, "jumps")!.values);
  prepareMaps(everything, replacing(fake.calls)).commit(load(fake)).close();
  assert.equal(objectAt(fake, "jumps")!.values, slots);
  assert.is(fake.fds.count, 0);
});

test("a plan tells what would be done about programs, changes nothing, and is not for applyPlan", () => {
  const fake = new FakeKernel();
  const before = furnish(fake);
  fake.pinAt("ns/programs/fresh", fake.object("link", 1));
  const prefix = "/sys/fs/bpf/";
  const plan = planMaps(everything, { ...where, kernel: fake.calls });
  const { id } = before.get("progs/old")!;
  assert.equal(JSON.parse(JSON.stringify(plan)).programs, [
    {
      program: "fresh",
      action: "conflict",
      path: `${prefix}ns/programs/fresh`,
      kind: "link",
      id: objectAt(fake, "ns/programs/fresh")!.id,
    },
    { program: "old", action: "conflict", path: `${prefix}progs/old`, kind: "prog", id },
    {
      program: "older",
      action: "conflict",
      path: `${prefix}progs/older`,
      kind: "prog",
      id: before.get("progs/older")!.id,
    },
    { program: "alone", action: "load", path: null, kind: null, id: null },
    { program: "optional", action: "skip", path: null, kind: null, id: null },
  ]);
  fake.remove("ns/programs/fresh");
  for (const onExistingProgram of ["keep", "replace"] as const) {
    const { programs } = planMaps(everything, { ...where, kernel: fake.calls, onExistingProgram });
    assert.equal(
      programs.map(({ action }) => action),
      ["load-and-pin", onExistingProgram, onExistingProgram, "load", "skip"],
    );
  }
  assert.throws(() => applyPlan(plan), PinUsageError.is);
  assert.is(fake.fds.count, 0);
});

test("frozen data is handed to the caller's own maps only once filled", () => {
  const fake = new FakeKernel();
  const spec = mapSpec("t.rodata", {
    definition: "data",
    pinning: "none",
    flags: MapFlag.RDONLY_PROG,
    contents: Buffer.from("12345678"),
  });
  using prepared = prepareMaps(objectSpec([spec]), { kernel: fake.calls });
  const made = fake.objects.find(({ id }) => id === prepared.idOf("t.rodata"))!;
  assert.equal(made.values.get("00000000"), Buffer.from("12345678"));
  assert.ok(made.frozen);
});

test.run();
