import { test } from "uvu";
import * as assert from "uvu/assert";
import { librariesOf } from "../programs.mjs";

test("libraries of a dynamic program, its interpreter among them", () => {
  const libraries = librariesOf(process.execPath);
  assert.ok(libraries.some((path) => /\/libc\.so\.6$/.test(path)));
  assert.ok(libraries.some((path) => /\/ld-[^/]+$/.test(path)));
  for (const path of libraries) assert.match(path, /^\//);
});

test("a static program has none", () => {
  assert.equal(librariesOf("/bin/busybox"), []);
});

test.run();
