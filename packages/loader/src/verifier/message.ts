import type { Complaint } from "./complaint.js";
import type { Explanation } from "./explanation.js";

/** What a message is made of. */
export interface RefusalParts {
  readonly program: string;
  /** The errno's name. */
  readonly code: string;
  readonly complaint: Complaint;
  readonly explanation: Explanation;
  readonly source: string | undefined;
  readonly line: string | undefined;
}

/** Columns of a terminal that a line takes at most. */
const width = 118;

/**
 * A few lines for a terminal: what is wrong and where, the instructions that led there, and what it means. Text of the
 * log and of the source is shortened, and shown without control characters.
 */
export function refusalText({ program, code, complaint, explanation, source, line }: RefusalParts): string {
  const { reason, before } = complaint;
  const { headline, hint } = explanation;
  const [first = "", ...more] = (headline ?? reason).split("\n");
  const lines = [
    shown(`The kernel refuses program ${program} (${code})${first === "" ? "" : `: ${first}`}`, 400),
    ...more.map((text) => `  ${shown(text)}`),
  ];
  if (line !== undefined || source !== undefined) lines.push(`  ${shown(`at ${placeText(source, line)}`)}`);
  lines.push(...before.map((text) => `    ${shown(withoutAddress(text), width - 4)}`));
  if (headline !== undefined && reason !== "") {
    lines.push(...reason.split("\n").map((text) => `    ${shown(text, width - 4)}`));
  }
  if (hint !== undefined) lines.push(`  ${hint}`);
  return lines.join("\n");
}

function placeText(source: string | undefined, line: string | undefined): string {
  if (source === undefined) return line!;
  return line === undefined || line === "" ? source : `${source}: ${line}`;
}

/** Messages go to places that are not to learn where the kernel's memory is; the log has the address of a map. */
const withoutAddress = (text: string): string =>
  text.replace(/^(\d+: \(18\) r\d+ = 0x)ffff[0-9a-e][0-9a-f]{11}\b/, "$1…");

/** Control characters, also those of 8 bits, which a terminal would follow. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/g;

function shown(text: string, most = width - 2): string {
  const clean = text.replace(/\t/g, " ").replace(control, "?").trimEnd();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1)}…`;
}
