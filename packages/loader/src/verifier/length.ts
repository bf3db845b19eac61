import type { LinkedProgram } from "../link/link.js";
import type { Complaint } from "./complaint.js";
import type { Explanation } from "./explanation.js";

/** Of a program that takes the verifier too long: what it counted is not the program's length. */
export function explainLength(
  { reason }: Complaint,
  { instructions }: LinkedProgram,
): Explanation | undefined {
  if (!/^BPF program is too large\. Processed \d+ insn/m.test(reason)) return undefined;
  return {
    hint:
      `The program has ${instructions.count} instructions; the verifier counts those that it follows on all paths, and ` +
      "each pass of a loop.",
  };
}
