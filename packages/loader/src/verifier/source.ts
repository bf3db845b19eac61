import { type Btf, ParseError } from "@bpf/elf";
import type { LinkedProgram } from "../link/link.js";
import type { Complaint } from "./complaint.js";

/** Where in the C source an instruction is from. */
export interface SourceOf {
  /** `FILE:LINE`. */
  readonly source?: string | undefined;
  readonly line?: string | undefined;
}

/** The line of C that a complaint is about: as the log quotes it, else as the object's line information has it. */
export function sourceOf(
  { quoted, instruction }: Complaint,
  program: LinkedProgram,
  btf: Btf | undefined,
): SourceOf {
  if (quoted?.place !== undefined) return { source: quoted.place, line: quoted.text };
  const known =
    instruction === undefined || btf === undefined ? undefined : lineOf(instruction, program, btf);
  return known ?? (quoted === undefined ? {} : { line: quoted.text });
}

function lineOf(instruction: number, { parts, lines }: LinkedProgram, btf: Btf): SourceOf | undefined {
  const start = parts.findLast((part) => part.start <= instruction)?.start ?? 0;
  // Line 0 is of code that the compiler made of no line in particular.
  const last = lines.findLast(({ offset, line }) => offset <= instruction && offset >= start && line > 0);
  if (last === undefined) return undefined;
  try {
    const file = btf.string(last.fileName).replace(/^.*\//, "");
    return { source: `${file}:${last.line}`, line: btf.string(last.text).trim() };
  } catch (error) {
    // Strings that are not there: the refusal is told without.
    if (ParseError.is(error)) return undefined;
    throw error;
  }
}
