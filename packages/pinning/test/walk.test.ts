import { MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { walkPins } from "../src/walk.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { faulty } from "./fake-kernel/faulty.js";
import { directoryNode } from "./fake-kernel/nodes.js";
import { symlinkTo } from "./fake-kernel/place.js";

const test = suite("walk");

const filled = (): FakeKernel => {
  const fake = new FakeKernel();
  fake.pinAt("tc/globals/m", fake.object("map", MapType.HASH, { name: "m_in_kernel" }));
  fake.pinAt("p", fake.object("prog", 6, { name: "prog_name" }));
  fake.pinAt("l", fake.object("link", 6));
  fake.pinAt("maps.debug", fake.object("link", 4));
  fake.put("out", symlinkTo("/etc"));
  fake.put("tc/loop", symlinkTo("../tc"));
  fake.put("empty", directoryNode());
  return fake;
};

test("lists depth first by name, with ids and bpftool's type names, and follows no symlink", () => {
  const fake = filled();
  const found = [...walkPins("/sys/fs/bpf", { kernel: fake.calls })];
  assert.equal(
    found.map(({ path, kind, id, type, objectName, target, errno, depth }) =>
      [path.slice("/sys/fs/bpf/".length), depth, kind, id, type, objectName, target, errno].filter(
        (field) => field !== undefined,
      ),
    ),
    [
      ["empty", 1, "dir"],
      ["l", 1, "link", 3, "xdp"],
      ["maps.debug", 1, "unreadable", "ENOENT"],
      ["out", 1, "symlink", "/etc"],
      ["p", 1, "prog", 2, "xdp", "prog_name"],
      ["tc", 1, "dir"],
      ["tc/globals", 2, "dir"],
      ["tc/globals/m", 3, "map", 1, "hash", "m_in_kernel"],
      ["tc/loop", 2, "symlink", "../tc"],
    ],
  );
  assert.is(fake.fds.count, 0);
});

test("dotted names are not opened", () => {
  const fake = filled();
  const steps = faulty(fake.calls);
  steps.before = () => fake.log.push("step");
  const opened: string[] = [];
  const kernel = {
    ...steps.kernel,
    openat2: ((...args: Parameters<typeof fake.calls.openat2>) => {
      opened.push(args[1]);
      return fake.calls.openat2(...args);
    }) as typeof fake.calls.openat2,
  };
  for (const _ of walkPins("/sys/fs/bpf", { kernel }));
  assert.not(opened.includes("maps.debug"));
  assert.ok(opened.includes("p"));
});

test("every step that fails, or finds its name gone, costs at most that name", () => {
  for (const errno of ["EPERM", "ENOENT"]) {
    for (let step = 4; ; step++) {
      const fake = filled();
      const faults = faulty(fake.calls, [[step, errno]]);
      const found = [...walkPins("/sys/fs/bpf", { kernel: faults.kernel })];
      if (faults.taken.length < step) break;
      const bad = found.filter(({ kind, name }) => kind === "unreadable" && name !== "maps.debug");
      assert.is(bad.length, errno === "ENOENT" ? 0 : 1, `step ${step} ${faults.taken[step - 1]}`);
      if (errno === "EPERM") assert.is(bad[0]?.errno, errno);
      assert.ok(found.some(({ name }) => name === "empty" || name === "l"));
      assert.is(fake.fds.count, 0);
    }
  }
});

test("a walk that is left early closes what it holds", () => {
  const fake = filled();
  for (const { name } of walkPins("/sys/fs/bpf", { kernel: fake.calls })) if (name === "m") break;
  assert.is(fake.fds.count, 0);
});

test("another file system below is not entered, and a name that is no UTF-8 is not left out", () => {
  const fake = new FakeKernel();
  fake.put("disk", directoryNode({ bpffs: false, dev: 8n }));
  fake.pinAt("disk/file", fake.object("prog", 6));
  fake.put("other", directoryNode({ dev: 9n }));
  fake.pinAt("other/p", fake.object("prog", 6));
  const entries = (["file", "directory"] as const).map((type) => ({ name: `\ufffd${type}`, type }));
  const kernel = {
    ...fake.calls,
    readDirectory: (fd: Parameters<typeof fake.calls.readDirectory>[0]) => {
      const found = fake.calls.readDirectory(fd);
      return found.some(({ name }) => name === "disk") ? [...found, ...entries] : found;
    },
  };
  assert.equal(
    [...walkPins("/sys/fs/bpf", { kernel })].map(({ name, kind, errno }) => [name, kind, errno]),
    [
      ["disk", "unreadable", "EXDEV"],
      ["other", "dir", undefined],
      ["p", "prog", undefined],
      ["\ufffddirectory", "unreadable", "EILSEQ"],
      ["\ufffdfile", "unreadable", "EILSEQ"],
    ],
  );
  assert.is(fake.fds.count, 0);
});

test("directories too deep for any path are told, and not entered", () => {
  const fake = new FakeKernel();
  let inner = directoryNode();
  for (let depth = 0; depth < 3000; depth++) inner = directoryNode({ entries: new Map([["d", inner]]) });
  fake.put("d", inner);
  const found = [...walkPins("/sys/fs/bpf", { kernel: fake.calls })];
  assert.is(found.length, 2043); // "/sys/fs/bpf" and 2042 times "/d" have 4095 bytes
  assert.equal([found.at(-1)?.kind, found.at(-1)?.errno], ["unreadable", "ENAMETOOLONG"]);
  assert.is(fake.fds.count, 0);
});

test("fds held are bounded by the depth, not by the number of pins", () => {
  const fake = new FakeKernel();
  for (let i = 0; i < 500; i++) fake.pinAt(`d/${i}`, fake.object("prog", 6));
  let most = 0;
  for (const _ of walkPins("/sys/fs/bpf", { kernel: fake.calls })) most = Math.max(most, fake.fds.count);
  assert.is(most, 2);
});

test.run();
