/** Pins opened by name where a listing can be trusted, and by an O_PATH fd where somebody else could swap them. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { PinPathError } from "../src/errors.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { faulty } from "./fake-kernel/faulty.js";
import { directoryNode, ino } from "./fake-kernel/nodes.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("known names");

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
const object = objectSpec(names.map((name) => mapSpec(name)));

/** Pins the maps in a directory of this mode, and reuses them. */
const reuse = (mode: number, unsafeDirs = false) => {
  const fake = new FakeKernel();
  fake.root.entries.set("dir", directoryNode({ mode: 0o040000 | mode }));
  const options = { pinRoot: "dir", hold: false, unsafeDirs };
  openMaps(object, { ...options, kernel: fake.calls });
  const { kernel, taken } = faulty(fake.calls);
  const again = (): string[] =>
    [...openMaps(object, { ...options, kernel }).maps.values()].map((m) => m.outcome);
  return { fake, taken, again };
};

test("in a directory of ours, one listing in place of an O_PATH fd for each pin", () => {
  const { fake, taken, again } = reuse(0o700);
  assert.equal(new Set(again()), new Set(["reused"]));
  // The root, the directory, and the pins before the listing.
  assert.is(taken.filter((call) => call === "openat2").length, 2 + 4);
  assert.is(taken.filter((call) => call === "readDirectory").length, 1);
  assert.is(fake.fds.count, 0);
});

test("in a directory that others can write, an O_PATH fd for each", () => {
  const { taken, again } = reuse(0o777, true);
  assert.equal(new Set(again()), new Set(["reused"]));
  assert.is(taken.filter((call) => call === "openat2").length, 2 + names.length);
});

test("a symlink that a listing shows is refused like any other", () => {
  const { fake, again } = reuse(0o700);
  const { uid, gid } = fake.root;
  fake.put("dir/h", { type: "symlink", ino: ino(), mode: 0o120777, uid, gid, target: "/etc/passwd" });
  assert.throws(
    again,
    (error: unknown) => PinPathError.is(error) && /is absolute/.test((error as Error).message),
  );
  assert.is(fake.fds.count, 0);
});

test("a pin that goes after the listing is made anew", () => {
  const { fake, again } = reuse(0o700);
  const { calls } = fake;
  const { readDirectory } = calls;
  calls.readDirectory = (fd) => {
    const entries = readDirectory(fd);
    fake.remove("dir/h");
    return entries;
  };
  const outcomes = [...openMaps(object, { pinRoot: "dir", hold: false, kernel: calls }).maps.values()];
  assert.is(outcomes.at(-1)?.outcome, "created");
  assert.is(again().at(-1), "reused");
});

test.run();
