import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const script = fileURLToPath(new URL("../../.ci/run", import.meta.url));

/** Runs a copy of .ci/run beside a stand-in for npm. */
function runWith(npm) {
  const repository = mkdtempSync(join(tmpdir(), "ci-"));
  mkdirSync(join(repository, ".ci"));
  cpSync(script, join(repository, ".ci/run"));
  writeFileSync(join(repository, "npm"), `#!/bin/sh\n${npm}\n`);
  chmodSync(join(repository, "npm"), 0o755);
  const env = { ...process.env, PATH: `${repository}:${process.env.PATH}` };
  const { status, stdout } = spawnSync("bash", [join(repository, ".ci/run")], { encoding: "utf8", env });
  return { status, last: stdout.trimEnd().split("\n").at(-1) };
}

test("the last totals are repeated, and the status is npm test's", () => {
  const good = runWith('echo "1 passed, 1 failed, 0 skipped"; echo "9 passed, 0 failed, 2 skipped"');
  assert.equal(good, { status: 0, last: "9 passed, 0 failed, 2 skipped" });
  const bad = runWith('echo "9 passed, 1 failed, 0 skipped"; echo "npm error" >&2; exit 1');
  assert.equal(bad, { status: 1, last: "9 passed, 1 failed, 0 skipped" });
});

test("no totals: one failure, whatever the status", () => {
  assert.equal(runWith("exit 0"), { status: 1, last: "0 passed, 1 failed, 0 skipped" });
  assert.equal(runWith("kill -KILL $$"), { status: 1, last: "0 passed, 1 failed, 0 skipped" });
});

test("nothing is on stdin, and CI is set", () => {
  const { last } = runWith('read line && exit 3; [ "$CI" = true ] && echo "1 passed, 0 failed, 0 skipped"');
  assert.is(last, "1 passed, 0 failed, 0 skipped");
});

test.run();
