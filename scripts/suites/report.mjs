/** Lines of a failed file's output that a summary repeats. */
const TAIL_LINES = 80;

/**
 * @param {{ passed: number, failed: number, skipped: number }[]} results
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function sum(results) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) for (const key of Object.keys(totals)) totals[key] += result[key];
  return totals;
}

/** `12 passed, 0 failed, 1 skipped`, the last line of every run. */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** One line for a file or a check that has ended. */
export function resultLine({ file, passed, failed, skipped, seconds, fault }) {
  const verdict = failed > 0 ? "FAIL" : passed === 0 && skipped > 0 ? "skip" : "ok";
  const counts = [`${passed} passed`];
  if (failed > 0) counts.push(`${failed} failed`);
  if (skipped > 0) counts.push(`${skipped} skipped`);
  const reason = fault === undefined ? "" : `: ${fault}`;
  return `${verdict.padEnd(4)} ${file}  ${counts.join(", ")}  ${seconds.toFixed(1)} s${reason}`;
}

/**
 * What a reader needs at the end: each failure with the tail of its output, each skip with its reason.
 *
 * @returns {string[]} lines; none when all passed
 */
export function summaryLines(results) {
  const lines = [];
  for (const result of results.filter(({ failed }) => failed > 0)) {
    lines.push("", resultLine(result));
    for (const line of result.output.trimEnd().split("\n").slice(-TAIL_LINES)) lines.push(`  | ${line}`);
  }
  const reasons = results.flatMap((result) => result.reasons);
  if (reasons.length > 0) lines.push("", "Skipped:", ...reasons.map((reason) => `  ${reason}`));
  return lines;
}
