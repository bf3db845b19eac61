import { test } from "uvu";
import * as assert from "uvu/assert";
import { readResults } from "../verdict.mjs";

const passed = {
  file: "e2e/test/a.js",
  passed: 3,
  failed: 0,
  skipped: 0,
  reasons: [],
  seconds: 1,
  output: "",
};
const end = (lines, rest) => ({
  status: 0,
  signal: null,
  timedOut: false,
  seconds: 9,
  output: "",
  lines,
  ...rest,
});
const read = (lines, rest) => readResults(end(lines, rest), "vm 6.1");
const result = (value) => `@result ${JSON.stringify(value)}`;

test("a complete run", () => {
  const results = read(["guest: kernel 6.1", result(passed), "@end 1", "guest: exit status 0"]);
  assert.equal(results, [{ ...passed, file: "vm 6.1 e2e/test/a.js" }]);
});

/** Name → console lines, QEMU's end, and what the fault must say. */
const BROKEN = [
  ["nothing on the console", [], {}, /without a verdict \(QEMU: exit status 0\)/],
  ["a panic", ["[ 1.0] Kernel panic - not syncing: x"], {}, /Kernel panic/],
  [
    "a hang",
    [result(passed)],
    { status: null, signal: "SIGKILL", timedOut: true },
    /did not power off within 9 s/,
  ],
  [
    "no QEMU",
    [],
    { status: null, error: new Error("spawn qemu ENOENT") },
    /could not start: spawn qemu ENOENT/,
  ],
  [
    "power-off before the runner's end",
    [result(passed), "guest: exit status 137"],
    {},
    /never came to its end/,
  ],
  ["a lost result", [result(passed), "@end 2", "guest: exit status 0"], {}, /1 results of 2 files/],
  ["a garbled result", ['@result {"file', "@end 1", "guest: exit status 0"], {}, /garbled/],
  ["no file", ["@end 0", "guest: exit status 0"], {}, /no suite ran/],
  ["a failed runner", [result(passed), "@end 1", "guest: exit status 1"], {}, /failed with status 1/],
];

for (const [name, lines, rest, fault] of BROKEN) {
  test(`a failure: ${name}`, () => {
    const last = read(lines, rest).at(-1);
    assert.is(last.failed, 1);
    assert.is(last.skipped, 0);
    assert.match(last.fault, fault);
  });
}

test.run();
