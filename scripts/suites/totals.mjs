/** Colours that a terminal would show. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with ESC
const COLOUR = /\u001b\[[0-9;]*m/g;

/** @param {string} text what a program printed */
export const withoutColours = (text) => text.replace(COLOUR, "");

/** The four lines that end a run of uvu (0.5); `Total` leaves the skipped tests out. */
const TOTALS = /^ {2}Total: {5}(\d+)\n {2}Passed: {4}(\d+)\n {2}Skipped: {3}(\d+)\n {2}Duration: /gm;

/** A test that skips itself says why on a line of its own: `# skip NAME: REASON`. */
const SKIP_REASON = /^# skip (.+)$/gm;

/**
 * Reads the totals that uvu prints at its end.
 *
 * @param {string} output
 * @returns {{ total: number, passed: number, skipped: number, reasons: string[] } | undefined} undefined when uvu never came to its end
 */
export function parseTotals(output) {
  const text = withoutColours(output).replaceAll("\r\n", "\n");
  const last = [...text.matchAll(TOTALS)].at(-1);
  if (last === undefined) return undefined;
  const [total, passed, skipped] = last.slice(1).map(Number);
  return { total, passed, skipped, reasons: [...text.matchAll(SKIP_REASON)].map((match) => match[1]) };
}
