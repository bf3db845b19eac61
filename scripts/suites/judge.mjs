import { parseTotals } from "./totals.mjs";

/**
 * @typedef {object} Verdict
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [fault] why the file as such is a failure, beside tests that failed
 * @property {string[]} reasons one for each skipped test
 */

/** @returns {Verdict} */
const faulty = (fault, passed = 0, failed = 1, skipped = 0) => ({
  passed,
  failed,
  skipped,
  fault,
  reasons: [],
});

/**
 * Turns the end of one test file's process into a verdict. uvu's exit status alone is not enough: it is 0 when a
 * `before` hook throws, when a file holds no test, and when an awaited promise never settles.
 *
 * @param {import("./process.mjs").Outcome} outcome
 * @returns {Verdict}
 */
export function judge(outcome) {
  if (outcome.error !== undefined) return faulty(`could not start: ${outcome.error.message}`);
  const totals = parseTotals(outcome.output);
  if (outcome.timedOut)
    return faulty(`still running after ${Math.round(outcome.seconds)} s, killed`, totals?.passed);
  if (totals === undefined) {
    const end = outcome.signal === null ? `exit status ${outcome.status}` : `killed by ${outcome.signal}`;
    return faulty(`ended without totals (${end}): no suite ran, or it died on the way`);
  }
  const { total, passed, skipped, reasons } = totals;
  const failed = total - passed;
  if (total + skipped === 0) return faulty("no test in this file");
  if (reasons.length < skipped)
    return faulty("skipped without a `# skip NAME: REASON` line", passed, failed + 1);
  if (failed === 0 && outcome.status !== 0) {
    const end = outcome.signal ?? `exit status ${outcome.status}`;
    return faulty(`all tests passed, but the process failed: ${end}`, passed, 1, skipped);
  }
  return { passed, failed, skipped, reasons };
}
