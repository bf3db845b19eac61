import { type LogLine, type LogLineKind, logLines } from "./log-lines.js";

/** A line of C as a log quotes it. */
export interface QuotedLine {
  readonly text: string;
  /** `FILE:LINE`; Linux 6.10. */
  readonly place?: string;
}

/** What a verifier's log comes to. */
export interface Complaint {
  /** The last thing it says before its statistics; "" where it says nothing. */
  readonly reason: string;
  /** Index of the instruction it is about. */
  readonly instruction?: number;
  readonly quoted?: QuotedLine;
  /** The instructions before it, with registers, the oldest first: a few lines. */
  readonly before: readonly string[];
}

/** How much of a log's end is looked at: a log may have many megabytes. */
const tailLength = 256 * 1024;

const mostReasonLines = 4;
const mostLinesBefore = 7;

/** Finds in a log what it ends with. */
export function complaintOf(log: string): Complaint {
  const lines = logLines(log.slice(-tailLength));
  let end = lines.length;
  while (end > 0 && isPastCode(lines[end - 1]!)) end--;
  const code = lines.slice(0, end);
  const reason = reasonIn(lines.slice(end), "complaint") || reasonIn(lines.slice(end), "preamble");
  const number = lastInstruction(code) ?? namedInstruction(reason);
  const quoted = quotedLine(code);
  return {
    reason,
    ...(number !== undefined && { instruction: number }),
    ...(quoted !== undefined && { quoted }),
    before: linesBefore(code),
  };
}

const isPastCode = ({ kind }: LogLine): boolean =>
  kind === "complaint" || kind === "chatter" || kind === "preamble";

/** Some complaints of the kernel lack the end of their line. */
const gluedStatistics = /processed \d+ insns \(limit .*$/;

const reasonIn = (lines: readonly LogLine[], kind: LogLineKind): string =>
  lines
    .flatMap((line) => (line.kind === kind ? [line.text.replace(gluedStatistics, "").trim()] : []))
    .slice(-mostReasonLines)
    .join("\n");

function lastInstruction(lines: readonly LogLine[]): number | undefined {
  const last = lines.findLast(({ kind }) => kind === "instruction");
  return last && Number.parseInt(last.text, 10);
}

/** Before it follows the code the verifier checks its form: `unreachable insn 5`, `jump out of range from insn 1 to 9`. */
function namedInstruction(reason: string): number | undefined {
  const number = /\binsn (\d+)\b/.exec(reason)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Code that the compiler made of no line in particular is quoted without text: the line before it is told. */
function quotedLine(lines: readonly LogLine[]): QuotedLine | undefined {
  for (const { kind, text: quoted } of lines.toReversed()) {
    if (kind !== "source") continue;
    const whole = quoted.slice(2).trim();
    const [, text = "", place] = /^(?:(.*) )?@ ([^@]+:\d+)$/.exec(whole) ?? [undefined, whole];
    if (text !== "") return place === undefined ? { text } : { text, place };
  }
  return undefined;
}

function linesBefore(lines: readonly LogLine[]): string[] {
  return lines
    .filter(({ kind }) => kind === "instruction" || kind === "state")
    .slice(-mostLinesBefore)
    .map(({ text }) => text);
}
