import { failure } from "../../scripts/suites/result.mjs";

/** Lines of the console that a failure shows. */
const TAIL_LINES = 60;

/** The exit status that the guest's init told, or undefined when it never came to that. */
export function guestStatus(lines) {
  const told = lines.map((line) => /^guest: exit status (\d+)$/.exec(line)).filter((match) => match !== null);
  return told.length === 0 ? undefined : Number(told.at(-1)[1]);
}

/** Why QEMU's end is not the guest's own, or undefined when init powered it off. */
export function bootFault({ error, timedOut, seconds, status, signal, lines }) {
  if (error !== undefined) return `QEMU could not start: ${error.message}`;
  if (timedOut) return `the guest did not power off within ${Math.round(seconds)} s`;
  if (guestStatus(lines) !== undefined) return undefined;
  const panic = lines.find((line) => line.includes("Kernel panic"));
  return (
    panic ?? `the guest ended without a verdict (QEMU: ${status === null ? signal : `exit status ${status}`})`
  );
}

function parseResult(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads the results out of the console's lines. A run that did not come to its end has one failure more, whatever
 * came before.
 *
 * @param {import("../../scripts/suites/process.mjs").Outcome & { lines: string[] }} outcome
 * @param {string} place put before each file's name
 * @returns {import("../../scripts/suites/result.mjs").Result[]}
 */
export function readResults(outcome, place) {
  const { lines, seconds } = outcome;
  const results = [];
  let broken;
  for (const line of lines.filter((text) => text.startsWith("@result "))) {
    const result = parseResult(line.slice("@result ".length));
    if (result === undefined) broken = "a result line is garbled";
    else results.push({ ...result, file: `${place} ${result.file}` });
  }
  const end = lines.map((line) => /^@end (\d+)$/.exec(line)?.[1]).find((count) => count !== undefined);
  const status = guestStatus(lines);
  const fault =
    bootFault(outcome) ??
    broken ??
    (end === undefined ? "the guest's runner never came to its end" : undefined) ??
    (Number(end) === results.length ? undefined : `${results.length} results of ${end} files`) ??
    (results.length === 0 ? "no suite ran in the guest" : undefined) ??
    (status === 0 ? undefined : `the guest's runner failed with status ${status}`);
  if (fault !== undefined) {
    const output = lines.slice(-TAIL_LINES).join("\n");
    results.push(failure(place, fault, { seconds, output }));
  }
  return results;
}
