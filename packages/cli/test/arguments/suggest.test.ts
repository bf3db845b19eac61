import { test } from "uvu";
import * as assert from "uvu/assert";
import { suggest } from "../../src/arguments/suggest.js";

const verbs = ["inspect", "plan", "load", "unpin", "ls", "show", "pin", "mount"];

test("one edit away", () => {
  assert.is(suggest("laod", verbs), "load"); // neighbours swapped
  assert.is(suggest("lod", verbs), "load"); // a letter missing
  assert.is(suggest("showw", verbs), "show"); // one too many
  assert.is(suggest("plam", verbs), "plan"); // a wrong one
});

test("the beginning of exactly one word", () => {
  assert.is(suggest("insp", verbs), "inspect");
  assert.is(suggest("mo", verbs), "mount");
});

test("nothing is suggested for what is far from all", () => {
  assert.is(suggest("attach", verbs), undefined);
  assert.is(suggest("", verbs), undefined);
  assert.is(suggest("x", verbs), undefined);
});

test("the nearest wins", () => {
  assert.is(suggest("unpi", ["pin", "unpin"]), "unpin");
  assert.is(suggest("pn", ["unpin", "pin"]), "pin");
});

test.run();
