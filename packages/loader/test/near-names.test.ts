import { test } from "uvu";
import * as assert from "uvu/assert";
import { didYouMean, nearNames } from "../src/near-names.js";

test("at most three names, the nearest first, at most two edits away", () => {
  const known = ["vfs_read", "vfs_reads", "vfs_write", "vfs_raed", "vfs_real", "xvfs_readx", "unrelated"];
  assert.equal(nearNames("vfs_read", known), ["vfs_read", "vfs_reads", "vfs_real"]);
  assert.equal(nearNames("vfs_wirte", known), ["vfs_write"]);
  assert.equal(nearNames("nothing_at_all", known), []);
});

test("short names may differ in one letter only", () => {
  assert.equal(nearNames("tc", ["xdp", "tcx", "ab"]), ["tcx"]);
  assert.equal(nearNames("", ["a", "ab"]), ["a"]);
});

test("in words", () => {
  assert.is(didYouMean("one", []), "");
  assert.is(didYouMean("socke", ["socket", "xdp"]), " Did you mean socket?");
  assert.is(didYouMean("hook_a", ["hook_b", "hook_c", "hook_d"]), " Did you mean hook_b, hook_c or hook_d?");
});

test.run();
