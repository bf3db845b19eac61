import type { Btf } from "@bpf/elf";
import { BpfError } from "@bpf/syscall";
import { kernelVersion } from "../externs/kernel-version.js";
import type { LinkedProgram } from "../link/link.js";
import { explainCall } from "./called.js";
import { type Complaint, complaintOf } from "./complaint.js";
import type { Explanation } from "./explanation.js";
import { explainLength } from "./length.js";
import { refusalText } from "./message.js";
import { explainPoisoned, type PoisonedByFunction } from "./poisoned.js";
import { ownPrivileges, type Privileges } from "./privileges.js";
import { explainSilence } from "./silent.js";
import { sourceOf } from "./source.js";
import { VerifierError } from "./verifier-error.js";

/** A program that could not be loaded. */
export interface Refusal {
  readonly program: LinkedProgram;
  /** What was thrown. */
  readonly error: unknown;
  readonly poisoned?: PoisonedByFunction | undefined;
  /** The object's types, which name the file of a line that the log does not place (before Linux 6.10). */
  readonly btf?: Btf | undefined;
  /** KERNEL_VERSION of the kernel, and what the process may do there; those of this process if left out. */
  readonly kernel?: number | undefined;
  readonly privileges?: Privileges | undefined;
}

/**
 * A kernel's refusal of a program as a VerifierError, which says what it complained of and where. Anything thrown that
 * is not a failure of BPF_PROG_LOAD comes back as it is.
 */
export function refusedError(refusal: Refusal): unknown {
  const { program, error, btf } = refusal;
  if (!BpfError.is(error) || error.command !== "BPF_PROG_LOAD") return error;
  const log = error.log ?? "";
  const complaint = complaintOf(log);
  const explanation = explain(complaint, error, refusal);
  const { source, line } = sourceOf(complaint, program, btf);
  const { name, section } = program.spec;
  const message = refusalText({ program: name, code: error.code, complaint, explanation, source, line });
  return new VerifierError(
    message,
    { log, reason: complaint.reason || error.code, instruction: complaint.instruction, line },
    { program: name, section, symbol: explanation.symbol, source, cause: error },
  );
}

function explain(complaint: Complaint, { code }: BpfError, refusal: Refusal): Explanation {
  const { program, poisoned = new Map() } = refusal;
  if (complaint.reason !== "") {
    return (
      explainPoisoned(complaint, program, poisoned) ??
      explainCall(complaint, program) ??
      explainLength(complaint, program) ??
      {}
    );
  }
  // It was verifying, and says nothing of why it stopped.
  if (complaint.before.length > 0) return {};
  const kernel = refusal.kernel ?? kernelVersion();
  return explainSilence({ code, program, kernel, privileges: refusal.privileges ?? ownPrivileges() });
}
