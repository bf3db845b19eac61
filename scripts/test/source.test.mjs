import { test } from "uvu";
import * as assert from "uvu/assert";
import { kindOf } from "../suites/discover.mjs";
import { parseDirectives, suitesNotRun } from "../suites/source.mjs";
import { parseTotals } from "../suites/totals.mjs";

test("each declared suite needs its own run", () => {
  const source = 'const a = suite("a");\nconst b = suite<Context>("b");\na.run();\n';
  assert.equal(suitesNotRun(source), ["b"]);
  assert.equal(suitesNotRun(`${source}b.run();`), []);
});

test("a run in a comment is none", () => {
  assert.equal(suitesNotRun('import { test } from "uvu";\n// test.run();\n/* test.run() */'), ["test"]);
});

test("directives", () => {
  assert.equal(parseDirectives("import x;\n"), { exclusive: false });
  assert.equal(parseDirectives("// runner: exclusive, timeout 600\n"), {
    exclusive: true,
    timeoutSeconds: 600,
  });
  assert.throws(() => parseDirectives("// runner: alone\n"), /unknown word for the runner: "alone"/);
});

test("kinds of files by name", () => {
  assert.equal(kindOf("walk.test.ts"), { kernel: false, host: true, vm: false });
  assert.equal(kindOf("walk.kernel.test.ts"), { kernel: true, host: true, vm: true });
  assert.equal(kindOf("faults.host.kernel.test.ts"), { kernel: true, host: true, vm: false });
  assert.equal(kindOf("attach.vm.test.ts"), { kernel: true, host: false, vm: true });
});

const totals = (total, passed, skipped) =>
  `\n  Total:     ${total}\u001b[32m\n  Passed:    ${passed}\u001b[39m\u001b[32m\n  Skipped:   ${skipped}\u001b[39m\n  Duration:  1.00ms\n\n`;

test("the last totals count, with colours or without", () => {
  const output = `${totals(9, 9, 9)}${totals(3, 2, 1)}`;
  assert.equal(parseTotals(`# skip x: why\n${output}`), {
    total: 3,
    passed: 2,
    skipped: 1,
    reasons: ["x: why"],
  });
});

test("no totals", () => {
  assert.is(parseTotals("Total: 3"), undefined);
  assert.is(parseTotals(""), undefined);
});

test.run();
