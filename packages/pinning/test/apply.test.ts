import { MapFlag, MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyPlan, openMaps } from "../src/apply.js";
import { MapIncompatibleError, PinError, PinUsageError } from "../src/errors.js";
import type { PinOptions } from "../src/options.js";
import { planMaps } from "../src/plan.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import type { FakeObject } from "./fake-kernel/nodes.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("apply");

const using = (fake: FakeKernel, options: PinOptions = {}): PinOptions => ({
  kernel: fake.calls,
  ...options,
});
const pinned = (fake: FakeKernel, path: string): FakeObject =>
  (fake.at(path) as { object: FakeObject }).object;
const foreign = (fake: FakeKernel, fields: object = {}): FakeObject =>
  fake.object("map", MapType.ARRAY, {
    map: {
      keySize: 4,
      valueSize: 8,
      maxEntries: 1,
      flags: 0,
      mapExtra: 0n,
      btf: false,
      inner: false,
      ...fields,
    },
  });

test("creates and pins, then reuses the same map", () => {
  const fake = new FakeKernel();
  const object = objectSpec([
    mapSpec("a"),
    mapSpec("b", { pinning: "global", definition: "gobpf", namespace: "ns" }),
  ]);
  const first = openMaps(object, using(fake));
  assert.equal(fake.paths(), ["a", "ns", "ns/globals", "ns/globals/b"]);
  assert.equal(
    [...first.maps.values()].map(({ name, outcome, path, id }) => [name, outcome, path, id]),
    [
      ["a", "created", "/sys/fs/bpf/a", pinned(fake, "a").id],
      ["b", "created", "/sys/fs/bpf/ns/globals/b", pinned(fake, "ns/globals/b").id],
    ],
  );
  const second = openMaps(object, using(fake));
  assert.is(second.get("a")?.outcome, "reused");
  assert.is(second.get("a")?.id, first.get("a")?.id);
  assert.is(fake.fds.count, 4);
  first.close();
  second.close();
  assert.is(fake.fds.count, 0);
  assert.is(fake.paths().length, 4);
});

test("hold: false leaves no fd open, and opens by path when asked", () => {
  const fake = new FakeKernel();
  using maps = openMaps(objectSpec([mapSpec("a")]), using(fake, { hold: false }));
  assert.is(fake.fds.count, 0);
  const map = maps.get("a")!;
  assert.is(fake.calls.mapInfo(map.fd).id, map.id);
  assert.is(fake.fds.count, 1);
  assert.is(map.fd, map.fd);
  maps.close();
  assert.is(fake.fds.count, 0);
  assert.throws(
    () => map.fd,
    (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_CLOSED",
  );
});

test("a map that was replaced or removed since is not handed out", () => {
  const fake = new FakeKernel();
  using maps = openMaps(objectSpec([mapSpec("a"), mapSpec("b")]), using(fake, { hold: false }));
  fake.pinAt("a", foreign(fake));
  fake.remove("b");
  for (const name of ["a", "b"]) {
    assert.throws(
      () => maps.get(name)!.fd,
      (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_CHANGED",
    );
  }
  assert.is(fake.fds.count, 0);
});

test("maps without a pin are created and held, or left out", () => {
  const fake = new FakeKernel();
  const object = objectSpec([mapSpec("a", { pinning: "none" }), mapSpec("b")]);
  const maps = openMaps(object, using(fake, { hold: false }));
  assert.is(maps.get("a")?.outcome, "unpinned");
  assert.is(maps.get("a")?.path, undefined);
  assert.is(fake.fds.count, 1);
  maps.close();
  const without = openMaps(object, using(fake, { skipUnpinned: true }));
  assert.equal(
    without.skipped.map(({ name }) => name),
    ["a"],
  );
  assert.equal([...without.maps.keys()], ["b"]);
  without.close();
  assert.is(fake.fds.count, 0);
});

test("a NUMA node counts only with its flag, as for the kernel, and the map is reused either way", () => {
  for (const flags of [0, MapFlag.NUMA_NODE]) {
    const fake = new FakeKernel();
    const object = objectSpec([mapSpec("m", { flags, numaNode: 0 })]);
    openMaps(object, { kernel: fake.calls }).close();
    using again = openMaps(object, { kernel: fake.calls });
    assert.is(again.get("m")?.outcome, "reused");
  }
});

test("an incompatible pin stops everything before any change, with every conflict named", () => {
  const fake = new FakeKernel();
  fake.pinAt("b", foreign(fake, { maxEntries: 7, valueSize: 4 }));
  fake.pinAt("c", fake.object("prog", 1));
  fake.put("d/sub", { type: "symlink", target: "x", ino: 1n, mode: 0o120777, uid: 0, gid: 0 });
  const object = objectSpec(["a", "b", "c", "d"].map((name) => mapSpec(name)));
  const before = fake.paths();
  for (const run of [() => openMaps(object, using(fake)), () => applyPlan(planMaps(object, using(fake)))]) {
    try {
      run();
      assert.unreachable();
    } catch (error) {
      assert.ok(MapIncompatibleError.is(error), String(error));
      assert.is(error.code, "ERR_MAP_INCOMPATIBLE");
      assert.is(error.path, "/sys/fs/bpf/b");
      assert.equal(error.mismatches, [
        { field: "valueSize", pinned: 4, wanted: 8 },
        { field: "maxEntries", pinned: 7, wanted: 1 },
      ]);
      assert.equal(
        error.conflicts.map(({ path }) => path),
        ["/sys/fs/bpf/b", "/sys/fs/bpf/c", "/sys/fs/bpf/d"],
      );
      assert.equal(error.conflicts[1]?.mismatches, [{ field: "kind", pinned: "prog", wanted: "map" }]);
      assert.equal(error.conflicts[2]?.mismatches, [{ field: "kind", pinned: "directory", wanted: "map" }]);
      assert.match(
        error.message,
        "valueSize: pinned 4 bytes, wanted 8 bytes; maxEntries: pinned 7, wanted 1",
      );
      assert.equal(error.leftovers, []);
    }
    assert.equal(fake.paths(), before);
    assert.is(fake.fds.count, 0);
  }
});

test("a plan is data: its report says what would be done, and changes nothing", () => {
  const fake = new FakeKernel();
  fake.pinAt("b", foreign(fake));
  fake.pinAt("c", foreign(fake, { mapExtra: 2n ** 60n }));
  const object = objectSpec([mapSpec("a"), mapSpec("b"), mapSpec("c"), mapSpec("d", { pinning: "none" })]);
  const plan = planMaps(object, using(fake, { skipUnpinned: true }));
  assert.equal(JSON.parse(JSON.stringify(plan)), {
    actions: [
      { map: "a", action: "create-and-pin", path: "/sys/fs/bpf/a", mismatches: [] },
      { map: "b", action: "reuse", path: "/sys/fs/bpf/b", mismatches: [] },
      {
        map: "c",
        action: "conflict",
        path: "/sys/fs/bpf/c",
        mismatches: [{ field: "mapExtra", pinned: "1152921504606846976", wanted: "0" }],
      },
      { map: "d", action: "skip", path: null, mismatches: [] },
    ],
    warnings: [],
  });
  assert.equal(fake.paths(), ["b", "c"]);
  assert.is(fake.fds.count, 0);
  assert.throws(() => applyPlan(JSON.parse(JSON.stringify(plan))), PinUsageError.is);
});

test("a plan that had conflicts is not applied, even when they are gone", () => {
  const fake = new FakeKernel();
  fake.pinAt("a", foreign(fake, { maxEntries: 7 }));
  const plan = planMaps(objectSpec([mapSpec("a")]), using(fake));
  fake.remove("a");
  assert.throws(() => applyPlan(plan), MapIncompatibleError.is);
  assert.equal(fake.paths(), []);
});

test("applying looks again: create that finds a map reuses it, reuse that finds nothing creates", () => {
  const fake = new FakeKernel();
  fake.pinAt("b", foreign(fake));
  const plan = planMaps(objectSpec([mapSpec("a"), mapSpec("b")]), using(fake));
  assert.equal(
    plan.actions.map(({ action }) => action),
    ["create-and-pin", "reuse"],
  );
  const { id } = fake.pinAt("a", foreign(fake));
  fake.remove("b");
  using maps = applyPlan(plan);
  assert.is(maps.get("a")?.outcome, "reused");
  assert.is(maps.get("a")?.id, id);
  assert.is(maps.get("b")?.outcome, "created");
  fake.pinAt("a", foreign(fake, { maxEntries: 9 }));
  assert.throws(() => applyPlan(plan), MapIncompatibleError.is);
});

test("two maps on one path, or one below another, are wrong usage before any call", () => {
  const object = objectSpec([mapSpec("a"), mapSpec("b")]);
  for (const paths of [{ b: "a" }, { a: "x", b: "x/y" }, { a: "x/y/z", b: "x" }] as Record<
    string,
    string
  >[]) {
    // A kernel without any call: touching it would be a TypeError.
    assert.throws(() => openMaps(object, { kernel: {} as never, paths }), PinUsageError.is);
  }
});

test("an object of the other byte order is refused", () => {
  const object = objectSpec([mapSpec("a")], { byteOrder: "big" });
  assert.throws(
    () => openMaps(object, { kernel: {} as never }),
    (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_BYTE_ORDER",
  );
});

test("max entries of the caller's count, for creating and comparing", () => {
  const fake = new FakeKernel();
  const object = objectSpec([mapSpec("a", { section: "maps/a" })]);
  openMaps(object, using(fake, { maxEntries: { "maps/a": 4096 } })).close();
  assert.is(pinned(fake, "a").map?.maxEntries, 4096);
  assert.throws(() => openMaps(object, using(fake)), MapIncompatibleError.is);
  for (const bad of [-1, 1.5, 2 ** 32, Number.NaN]) {
    assert.throws(() => openMaps(object, using(fake, { maxEntries: { a: bad } })), PinUsageError.is);
  }
});

test("contents are written and read-only maps frozen before the pin", () => {
  const fake = new FakeKernel();
  const data = { definition: "data", pinning: "none", flags: MapFlag.RDONLY_PROG } as const;
  const object = objectSpec([mapSpec("t.rodata", { ...data, contents: Buffer.from("12345678") })]);
  const calls: string[] = [];
  const kernel = { ...fake.calls };
  for (const name of ["mapCreate", "mapUpdate", "mapFreeze", "objPin"] as const) {
    const original = kernel[name] as (...args: unknown[]) => unknown;
    kernel[name] = ((...args: unknown[]) => {
      calls.push(name);
      return original(...args);
    }) as never;
  }
  openMaps(object, { kernel, paths: { "t.rodata": "cfg" } }).close();
  assert.equal(calls, ["mapCreate", "mapUpdate", "mapFreeze", "objPin"]);
  assert.ok(pinned(fake, "cfg").frozen);
  assert.equal(pinned(fake, "cfg").values.get("00000000"), Buffer.from("12345678"));
});

const outer = mapSpec("outer", {
  type: MapType.ARRAY_OF_MAPS,
  valueSize: 4,
  maxEntries: 4,
  innerMap: mapSpec("outer.inner", { pinning: "none" }),
  slots: [
    { index: 0, symbol: "pinned_inner" },
    { index: 3, symbol: "loose_inner" },
  ],
});
const inners = [mapSpec("pinned_inner"), mapSpec("loose_inner", { pinning: "none" })];

for (const options of [{}, { hold: false }, { hold: false, skipUnpinned: true }]) {
  test(`slots of a map of maps hold its inner maps before the pin (${JSON.stringify(options)})`, () => {
    const fake = new FakeKernel();
    using maps = openMaps(objectSpec([outer, ...inners]), using(fake, options));
    const slots = pinned(fake, "outer").values;
    assert.is(slots.get("00000000"), pinned(fake, "pinned_inner").id);
    const loose = fake.objects.find(({ name, id }) => name === "loose_inner" && id === slots.get("03000000"));
    assert.ok(loose);
    assert.is(maps.skipped.length, options.skipUnpinned ? 1 : 0);
    maps.close();
    assert.is(fake.fds.count, 0);
  });
}

test("a reused map of maps keeps its slots, and its inner maps are not made for it", () => {
  const fake = new FakeKernel();
  openMaps(objectSpec([outer, ...inners]), using(fake)).close();
  const slots = new Map(pinned(fake, "outer").values);
  const count = fake.objects.length;
  openMaps(objectSpec([outer, ...inners]), using(fake, { skipUnpinned: true })).close();
  assert.equal(pinned(fake, "outer").values, slots);
  assert.is(fake.objects.length, count);
});

test("slots that lead nowhere, or back, are refused and rolled back", () => {
  const fake = new FakeKernel();
  const nowhere = { ...outer, slots: [{ index: 0, symbol: "nobody" }] };
  const circular = { ...outer, slots: [{ index: 0, symbol: "outer" }] };
  for (const spec of [nowhere, circular]) {
    assert.throws(
      () => openMaps(objectSpec([spec]), using(fake)),
      (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_SLOT",
    );
  }
  assert.equal(fake.paths(), []);
  assert.is(fake.fds.count, 0);
});

test("program arrays get the programs that are given, and a warning for the others", () => {
  const fake = new FakeKernel();
  const slots = [
    { index: 0, symbol: "zero" },
    { index: 2, symbol: "two" },
  ];
  const jumps = mapSpec("jumps", { type: MapType.PROG_ARRAY, valueSize: 4, maxEntries: 3, slots });
  const prog = fake.object("prog", 1);
  const fd = fake.calls.progFromId(prog.id);
  const told: string[] = [];
  const options = using(fake, { programs: new Map([["two", fd]]), onWarning: (text) => told.push(text) });
  using maps = openMaps(objectSpec([jumps]), options);
  assert.equal([...pinned(fake, "jumps").values], [["02000000", prog.id]]);
  assert.equal(maps.warnings, told);
  assert.match(told[0]!, /jumps stay empty.*: zero\./);
});

test("a map that others may only read is filled all the same, and handed out read-only", () => {
  const fake = new FakeKernel();
  const spec = mapSpec("a", { flags: MapFlag.RDONLY, contents: Buffer.alloc(8) });
  using maps = openMaps(objectSpec([spec]), using(fake));
  assert.is(pinned(fake, "a").values.size, 1);
  assert.throws(() => fake.calls.mapUpdate(maps.get("a")!.fd, Buffer.alloc(4), Buffer.alloc(8)), /EPERM/);
  using again = openMaps(objectSpec([spec]), using(fake));
  assert.is(again.get("a")?.outcome, "reused");
});

test.run();
