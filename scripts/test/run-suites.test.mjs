import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const script = fileURLToPath(new URL("../run-suites.mjs", import.meta.url));
const fixture = (name) => fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  return { status, stderr, lines: stdout.trimEnd().split("\n"), stdout };
}

test("totals of several files, and an exit status true to them", () => {
  const good = run(fixture("passing"), fixture("skipping-with-reason"));
  assert.is(good.status, 0, good.stdout);
  assert.is(good.lines.at(-1), "3 passed, 0 failed, 1 skipped");
  const bad = run(fixture("passing"), fixture("failing"), fixture("before-throws"));
  assert.is(bad.status, 1);
  assert.is(bad.lines.at(-1), "3 passed, 2 failed, 0 skipped");
});

test("the summary repeats a failure's output and a skip's reason", () => {
  const { stdout } = run(fixture("failing"), fixture("skipping-with-reason"));
  assert.match(stdout, /\n {2}\| .*does not hold/);
  assert.match(stdout, /Skipped:\n {2}arena: EINVAL/);
});

test("no file at all is a failure", () => {
  const { status, lines } = run(mkdtempSync(join(tmpdir(), "no-suites-")));
  assert.is(status, 1);
  assert.is(lines.at(-1), "0 passed, 0 failed, 0 skipped");
});

test.run();
