import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { describeFile, runSuiteFile } from "../suites/suite-file.mjs";

const fixture = (name) => fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));
const run = (name, options) => runSuiteFile(describeFile(fixture(name)), options);

const counts = ({ passed, failed, skipped }) => [passed, failed, skipped];

/** Dead within a second, be it as a zombie that nobody has waited for yet. */
async function ended(pid) {
  for (let tries = 0; tries < 100; tries++) {
    if (!existsSync(`/proc/${pid}`) || / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return true;
    await setTimeout(10);
  }
  return false;
}

/** Fixture → [passed, failed, skipped], and what the fault must say (undefined: no fault beside failed tests). */
const EXPECTED = [
  ["passing", [2, 0, 0], undefined],
  ["failing", [1, 1, 0], undefined],
  ["not-run", [0, 1, 0], /never run: forgotten/],
  ["nothing-run", [0, 1, 0], /never run: forgotten/],
  ["hidden", [0, 1, 0], /without totals \(exit status 0\)/],
  ["empty", [0, 1, 0], /never run: \(none\)/],
  ["no-test", [0, 1, 0], /no test in this file/],
  ["throwing", [0, 1, 0], /without totals \(exit status 1\)/],
  ["dying", [0, 1, 0], /without totals \(killed by SIGSEGV\)/],
  ["exiting", [0, 1, 0], /without totals \(exit status 1\)/],
  ["unsettled", [0, 1, 0], /without totals/],
  ["before-throws", [0, 1, 0], undefined],
  ["bad-status", [1, 1, 0], /all tests passed, but the process failed: exit status 7/],
  ["skipping", [1, 1, 0], /skipped without/],
  ["skipping-with-reason", [1, 0, 1], undefined],
  ["only-one", [1, 1, 0], /skipped without/],
  ["unknown-directive", [0, 1, 0], /unknown word for the runner: "alone"/],
];

for (const [name, expected, fault] of EXPECTED) {
  test(`a file that is ${name}`, async () => {
    const result = await run(name);
    assert.equal(counts(result), expected, result.output);
    if (fault === undefined) assert.is(result.fault, undefined);
    else assert.match(result.fault, fault);
  });
}

test("a file that hangs is killed at its time limit", async () => {
  const result = await run("hanging", { timeoutSeconds: 1 });
  assert.equal(counts(result), [0, 1, 0]);
  assert.match(result.fault, /still running after 1 s, killed/);
});

test("a child left behind is killed and does not hold the run up", async () => {
  const result = await run("lingering");
  assert.equal(counts(result), [1, 0, 0]);
  assert.ok(result.seconds < 10);
  assert.ok(await ended(/child (\d+)/.exec(result.output)[1]));
});

test("a failure's output names the test", async () => {
  const result = await run("failing");
  assert.match(result.output, /does not hold/);
});

test("a skip's reason is handed on", async () => {
  const result = await run("skipping-with-reason");
  assert.equal(result.reasons, ["arena: EINVAL from BPF_MAP_CREATE on kernel 6.1, arenas came with 6.9"]);
});

test.run();
