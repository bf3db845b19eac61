import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { PinError, PinPathError, type PinPathReason } from "../src/errors.js";
import { unpinMaps } from "../src/unpin.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { directoryNode } from "./fake-kernel/nodes.js";
import { symlinkTo } from "./fake-kernel/place.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("directory tree");

const object = objectSpec([mapSpec("first"), mapSpec("a")]);
const at = (path: string) => ({ paths: { a: path } });

/** Refused for pin and for unpin, before any change; allowed by unsafeDirs or not. */
const refused = (fake: FakeKernel, path: string, reason: PinPathReason, message: RegExp): void => {
  const before = fake.paths();
  for (const run of [openMaps, unpinMaps]) {
    try {
      run(object, { kernel: fake.calls, ...at(path) });
      assert.unreachable(`${run.name} took ${path}`);
    } catch (error) {
      assert.ok(PinPathError.is(error), String(error));
      assert.is(error.reason, reason);
      assert.match(error.message, message);
    }
    assert.equal(fake.paths(), before);
    assert.is(fake.fds.count, 0);
  }
};

test("a root that is missing, or not on a bpffs, shows the mount command; nothing is made", () => {
  const fake = new FakeKernel();
  fake.mounts.set("/plain dir", directoryNode({ bpffs: false }));
  const messages: [string, RegExp][] = [
    ["/nowhere", /mkdir -p \/nowhere && mount -t bpf bpf \/nowhere$/],
    ["/plain dir", /is not on a bpffs.*mount -t bpf bpf '\/plain dir'$/],
  ];
  for (const [root, message] of messages) {
    for (const run of [openMaps, unpinMaps]) {
      assert.throws(
        () => run(object, { kernel: fake.calls, root }),
        (error: unknown) =>
          PinError.is(error) && error.code === "ERR_NOT_BPFFS" && message.test(error.message),
      );
    }
  }
  assert.is(fake.fds.count, 0);
});

test("a file system of another kind below root is refused", () => {
  const fake = new FakeKernel();
  fake.put("d", directoryNode({ dev: 8n, bpffs: false }));
  assert.throws(
    () => openMaps(object, { kernel: fake.calls, ...at("d/a") }),
    (error: unknown) => PinError.is(error) && error.code === "ERR_NOT_BPFFS",
  );
  fake.put("e", directoryNode({ dev: 9n }));
  openMaps(object, { kernel: fake.calls, ...at("e/a") }).close();
  assert.ok(fake.at("e/a"));
});

const unsafe: [string, Parameters<typeof directoryNode>[0], RegExp][] = [
  ["everybody's", { mode: 0o040777 }, /mode 0777.*everybody can write/],
  ["everybody's, sticky", { mode: 0o041777 }, /mode 1777.*everybody can write/],
  ["a foreign group's", { mode: 0o040770, gid: 4321 }, /its group 4321 can write/],
  ["a stranger's", { uid: 4321 }, /belongs to uid 4321/],
];
for (const [whose, node, message] of unsafe) {
  test(`a directory that is ${whose} is refused, unless the user says so`, () => {
    const fake = new FakeKernel();
    fake.put("d", directoryNode(node));
    refused(fake, "d/a", "unsafe-directory", message);
    refused(fake, "d/e/a", "unsafe-directory", message);
    openMaps(object, { kernel: fake.calls, ...at("d/e/a"), unsafeDirs: true }).close();
    assert.ok(fake.at("d/e/a"));
    unpinMaps(object, { kernel: fake.calls, ...at("d/e/a"), unsafeDirs: true });
    assert.not(fake.at("d/e"));
  });
}

test("directories of root's, and of our own group, are fine", () => {
  const fake = new FakeKernel();
  fake.put("d", directoryNode({ uid: 0, gid: 0, mode: 0o040775 }));
  openMaps(object, { kernel: fake.calls, ...at("d/a") }).close();
  assert.ok(fake.at("d/a"));
});

test("something that is no directory on the way is named", () => {
  const fake = new FakeKernel();
  fake.pinAt("d", fake.object("prog", 1));
  refused(fake, "d/a", "not-a-directory", /bpf\/d is not a directory/);
});

test("relative symlinks inside root work, and are not removed with what they lead to", () => {
  const fake = new FakeKernel();
  fake.put("real/deep", directoryNode());
  fake.put("links/over", symlinkTo("../real/./deep"));
  openMaps(object, { kernel: fake.calls, ...at("links/over/x/a") }).close();
  assert.ok(fake.at("real/deep/x/a"));
  const report = unpinMaps(object, { kernel: fake.calls, ...at("links/over/x/a") });
  assert.equal(report.directories, ["/sys/fs/bpf/real/deep/x"]);
  assert.equal(fake.paths(), ["real", "real/deep", "links", "links/over"]);
});

const links: [string, ReturnType<typeof symlinkTo>, RegExp][] = [
  ["absolute", symlinkTo("/sys/fs/bpf/real"), /link -> \/sys\/fs\/bpf\/real is refused: it is absolute/],
  ["leading out", symlinkTo("../../etc"), /link -> \.\.\/\.\.\/etc is refused: it leads out/],
  ["leading out and back in", symlinkTo("../bpf/real"), /leads out/],
  ["dangling", symlinkTo("nowhere"), /points to what does not exist/],
  ["its own target", symlinkTo("link"), /one of too many/],
  ["a stranger's", symlinkTo("real", 4321), /belongs to neither root nor us/],
];
for (const [which, link, message] of links) {
  test(`a symlink that is ${which} is refused, with its target`, () => {
    const fake = new FakeKernel();
    fake.put("real", directoryNode());
    fake.put("link", link);
    refused(fake, "link/a", "symlink", message);
  });
}

test("a stranger's symlink is told as such where the kernel protects from it first", () => {
  const fake = new FakeKernel({ protectedSymlinks: true });
  fake.put("real", directoryNode());
  fake.put("link", symlinkTo("real", 4321));
  refused(fake, "link/a", "symlink", /belongs to neither root nor us/);
  openMaps(object, { kernel: fake.calls, ...at("link/a"), unsafeDirs: true }).close();
  assert.ok(fake.at("real/a"));
});

test("a symlink at the pin's own path is followed when reusing, never when it is refused", () => {
  const fake = new FakeKernel();
  openMaps(object, { kernel: fake.calls, ...at("real/a") }).close();
  fake.put("here/a", symlinkTo("../real/a"));
  using maps = openMaps(object, { kernel: fake.calls, ...at("here/a") });
  assert.is(maps.get("a")?.outcome, "reused");
  for (const target of ["/real/a", "../../a", "../real/nothing", "../real", "..", "a"]) {
    fake.put("here/a", symlinkTo(target));
    const what = target === "../real" ? "ERR_MAP_INCOMPATIBLE" : "ERR_PIN_PATH";
    assert.throws(
      () => openMaps(object, { kernel: fake.calls, ...at("here/a") }),
      (error: unknown) => PinError.is(error) && error.code === what,
      target,
    );
  }
});

test.run();
