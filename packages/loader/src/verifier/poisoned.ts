import type { ProgramSpec } from "@bpf/elf";
import { poisonCall } from "../core/patch.js";
import type { Poisoned } from "../core/relocate.js";
import { INSTRUCTION_SIZE } from "../link/instruction.js";
import type { LinkedProgram } from "../link/link.js";
import type { Complaint } from "./complaint.js";
import type { Explanation } from "./explanation.js";

/** What CO-RE did not find, by function. */
export type PoisonedByFunction = ReadonlyMap<ProgramSpec, readonly Poisoned[]>;

/** Of a program that may reach what the kernel does not have: which field or type that is. */
export function explainPoisoned(
  { reason, instruction }: Complaint,
  program: LinkedProgram,
  poisoned: PoisonedByFunction,
): Explanation | undefined {
  if (!new RegExp(`#${poisonCall}\\b`).test(reason)) return undefined;
  const here = instruction === undefined ? undefined : poisonedAt(instruction, program, poisoned);
  const missing = here === undefined ? everyMissing(program, poisoned) : [here.missing];
  if (missing.length === 0) return undefined;
  const [symbol] = missing;
  return {
    headline: `it needs ${missing.join(" or ")}, which this kernel does not have`,
    hint: "Code that is reached only where bpf_core_field_exists() and the like say yes is not refused.",
    ...(missing.length === 1 && { symbol: symbol! }),
  };
}

/** The function that an instruction of the whole program is in, and what is missing at that place. */
function poisonedAt(
  instruction: number,
  { parts }: LinkedProgram,
  poisoned: PoisonedByFunction,
): Poisoned | undefined {
  const part = parts.findLast(({ start }) => start <= instruction);
  if (part === undefined) return undefined;
  const offset = part.spec.sectionOffset + (instruction - part.start) * INSTRUCTION_SIZE;
  return poisoned.get(part.spec)?.find((one) => one.offset === offset);
}

const mostMissing = 3;

function everyMissing({ parts }: LinkedProgram, poisoned: PoisonedByFunction): string[] {
  const all = parts.flatMap(({ spec }) => (poisoned.get(spec) ?? []).map(({ missing }) => missing));
  return [...new Set(all)].slice(0, mostMissing);
}
