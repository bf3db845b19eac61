import { MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { PinError, PinPathError, PinUsageError } from "../src/errors.js";
import { unpinMaps, unpinPath } from "../src/unpin.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { directoryNode } from "./fake-kernel/nodes.js";
import { symlinkTo } from "./fake-kernel/place.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("unpin");

const custom = mapSpec("custom", { definition: "gobpf", section: "maps/custom", pinning: "custom" });

test("removes what was pinned and the directories that are left empty, and nothing else", () => {
  const fake = new FakeKernel();
  fake.pinAt("keep/other", fake.object("prog", 1));
  const object = objectSpec([mapSpec("a"), custom]);
  const options = { kernel: fake.calls, paths: { custom: "ns1/deep/test1", a: "keep/a" } };
  openMaps(object, options).close();
  assert.equal(unpinMaps(object, options), {
    removed: [
      { map: "a", path: "/sys/fs/bpf/keep/a" },
      { map: "custom", path: "/sys/fs/bpf/ns1/deep/test1" },
    ],
    absent: [],
    failed: [],
    directories: ["/sys/fs/bpf/ns1/deep", "/sys/fs/bpf/ns1"],
    warnings: [],
  });
  assert.equal(fake.paths(), ["keep", "keep/other"]);
});

test("what is absent is reported, and is no failure", () => {
  const fake = new FakeKernel();
  const object = objectSpec([mapSpec("a"), mapSpec("b")]);
  const report = unpinMaps(object, { kernel: fake.calls, paths: { b: "no/where/b" } });
  assert.equal(
    report.absent.map(({ path }) => path),
    ["/sys/fs/bpf/a", "/sys/fs/bpf/no/where/b"],
  );
  assert.equal(report.removed, []);
  assert.equal(report.failed, []);
});

test("a map whose needed path was not given is a failure; the others go", () => {
  const fake = new FakeKernel();
  const global = mapSpec("global", { definition: "gobpf", pinning: "global" });
  const object = objectSpec([custom, mapSpec("a"), global]);
  openMaps(object, { kernel: fake.calls, namespace: "n", paths: { custom: "c" } }).close();
  const report = unpinMaps(object, { kernel: fake.calls });
  assert.equal(report.removed, [{ map: "a", path: "/sys/fs/bpf/a" }]);
  assert.equal(
    report.failed.map(({ map }) => map),
    ["custom", "global"],
  );
  assert.ok(report.failed.every(({ error }) => PinUsageError.is(error)));
  assert.equal(fake.paths(), ["c", "n", "n/globals", "n/globals/global"]);
});

test("another kind of object is left alone, and is a failure; a map that differs goes with a warning", () => {
  const fake = new FakeKernel();
  fake.pinAt("a", fake.object("prog", 1));
  const map = { keySize: 4, valueSize: 8, maxEntries: 9, flags: 0, mapExtra: 0n, btf: false, inner: false };
  fake.pinAt("b", fake.object("map", MapType.ARRAY, { map }));
  fake.put("c", directoryNode());
  fake.pinAt("d", fake.object("link", 1));
  const told: string[] = [];
  const object = objectSpec(["a", "b", "c", "d"].map((name) => mapSpec(name)));
  const report = unpinMaps(object, { kernel: fake.calls, onWarning: (text) => told.push(text) });
  assert.equal(
    report.failed.map(({ map, error }) => [map, PinError.is(error) && error.code]),
    [
      ["a", "ERR_PIN_KIND"],
      ["c", "ERR_PIN_KIND"],
      ["d", "ERR_PIN_KIND"],
    ],
  );
  assert.equal(report.removed, [{ map: "b", path: "/sys/fs/bpf/b" }]);
  assert.match(report.warnings[0]!, "maxEntries: pinned 9, wanted 1");
  assert.equal(told, report.warnings);
  assert.equal(fake.paths(), ["a", "c", "d"]);
  assert.is(fake.fds.count, 0);
});

test("a symlink at the path goes itself, wherever it leads", () => {
  for (const target of ["../real/a", "/etc/passwd", "nothing"]) {
    const fake = new FakeKernel();
    openMaps(objectSpec([mapSpec("a")]), { kernel: fake.calls, paths: { a: "real/a" } }).close();
    fake.put("here/a", symlinkTo(target));
    const report = unpinMaps(objectSpec([mapSpec("a")]), { kernel: fake.calls, paths: { a: "here/a" } });
    assert.is(report.removed.length, 1);
    assert.equal(fake.paths(), ["real", "real/a"]);
  }
});

test("tc, tc/globals, the pin root and directories of others stay", () => {
  const fake = new FakeKernel();
  const iproute2 = { definition: "iproute2", section: "maps" } as const;
  fake.put("foreign", directoryNode({ uid: process.geteuid!() === 0 ? 4321 : 0 }));
  const object = objectSpec([
    mapSpec("g", { ...iproute2, pinning: "global" }),
    mapSpec("o", { ...iproute2, pinning: "object" }),
    mapSpec("n"),
    mapSpec("f"),
  ]);
  const options = { kernel: fake.calls, pinRoot: "my/root", paths: { f: "foreign/sub/f" }, unsafeDirs: true };
  openMaps(object, options).close();
  assert.equal(unpinMaps(object, options).failed, []);
  assert.equal(fake.paths(), ["foreign", "tc", "tc/globals", "my", "my/root"]);
});

test("paths that no pin may have are refused before any change", () => {
  const fake = new FakeKernel();
  const object = objectSpec([mapSpec("a"), mapSpec("b")]);
  openMaps(object, { kernel: fake.calls }).close();
  for (const path of ["../x", "x.y", "", "/etc/x", "a//b", "n\0"]) {
    assert.throws(() => unpinMaps(object, { kernel: fake.calls, paths: { b: path } }), PinPathError.is);
  }
  assert.throws(() => unpinMaps(object, { kernel: fake.calls, paths: { b: "a" } }), PinUsageError.is);
  assert.equal(fake.paths(), ["a", "b"]);
});

test("unpinPath removes one pin of any kind, dotted names that exist included", () => {
  const fake = new FakeKernel();
  fake.pinAt("d/prog", fake.object("prog", 1));
  fake.pinAt("maps.debug", fake.object("link", 1));
  const kernel = fake.calls;
  assert.equal(unpinPath("/sys/fs/bpf/d/prog", { kernel }).removed, [{ path: "/sys/fs/bpf/d/prog" }]);
  assert.is(unpinPath("maps.debug", { kernel }).removed.length, 1);
  assert.equal(fake.paths(), []);
  assert.is(unpinPath("d/prog", { kernel }).absent.length, 1);
  fake.pinAt("my/root/sub/p", fake.object("prog", 1));
  assert.equal(unpinPath("my/root/sub/p", { kernel, pinRoot: "my/root" }).directories, [
    "/sys/fs/bpf/my/root/sub",
  ]);
  assert.equal(fake.paths(), ["my", "my/root"]);
  fake.put("dir", directoryNode());
  assert.is(unpinPath("dir", { kernel }).failed.length, 1);
  assert.throws(() => unpinPath("../x", { kernel }), PinPathError.is);
});

test.run();
