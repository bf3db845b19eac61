import { attachTypeName, programTypeName } from "@bpf/elf";
import type { LinkedProgram } from "../link/link.js";
import type { Explanation } from "./explanation.js";
import { lackingCapabilities, type Privileges } from "./privileges.js";

/** What a refusal without a word goes by. */
export interface Circumstances {
  readonly code: string;
  readonly program: LinkedProgram;
  /** KERNEL_VERSION of the running kernel. */
  readonly kernel: number;
  readonly privileges: Privileges | undefined;
}

const version = (major: number, minor: number): number => (major << 16) + (minor << 8);

/** Instructions that a program of an unprivileged process may have (BPF_MAXINSNS). */
const fewestInstructions = 4096;

/** Of a program that the kernel refused before it verified it. */
export function explainSilence(circumstances: Circumstances): Explanation {
  switch (circumstances.code) {
    case "EPERM":
      return forbidden(circumstances);
    case "E2BIG":
      return tooBig(circumstances);
    default:
      return { headline: "it was refused before it was verified", hint: asked(circumstances.program) };
  }
}

function forbidden({ program, kernel, privileges }: Circumstances): Explanation {
  if (privileges === undefined) return {};
  const { inUserNamespace, lockedMemory } = privileges;
  const lacking = lackingCapabilities(privileges, program.spec.type, kernel);
  if (lacking.length > 0) return { headline: `the process lacks ${lacking.join(" and ")}` };
  if (inUserNamespace) {
    return {
      headline: "the process is in a user namespace, whose capabilities do not count for loading programs",
    };
  }
  // Until Linux 5.11 memory of programs was counted against this limit, and what is above it was EPERM; as is what a security
  // module forbids, and nothing tells the two apart.
  if (kernel < version(5, 11) && lockedMemory !== undefined) {
    return {
      headline: `the limit of locked memory (RLIMIT_MEMLOCK, ${lockedMemory} bytes) may leave no room for it`,
      hint: 'Before Linux 5.11 programs count against it: "ulimit -l unlimited", or LimitMEMLOCK=infinity of systemd. If that does not help, a security module or lockdown forbids it.',
    };
  }
  return {
    headline: "the kernel forbids it, though the process has the capabilities",
    hint: `A security module, lockdown or the kernel's build may do so. ${asked(program)}`,
  };
}

function tooBig({ program, kernel, privileges }: Circumstances): Explanation {
  const { count } = program.instructions;
  const lacking = privileges && lackingCapabilities(privileges, program.spec.type, kernel);
  if (count > fewestInstructions && lacking !== undefined && lacking.length > 0) {
    const who = lacking.join(" and ");
    return { headline: `it has ${count} instructions, and without ${who} the most is ${fewestInstructions}` };
  }
  if (count > fewestInstructions && kernel < version(5, 2)) {
    return {
      headline: `it has ${count} instructions, and before Linux 5.2 the most is ${fewestInstructions}`,
    };
  }
  return { headline: "it uses something that is newer than this kernel", hint: asked(program) };
}

/** What the kernel was asked for. */
function asked({ spec, instructions }: LinkedProgram): string {
  const type = spec.type === null ? "unknown" : programTypeName(spec.type);
  const attach = spec.attachType === null ? "" : `, expected attach type ${attachTypeName(spec.attachType)}`;
  return `It is of type ${type}${attach}, with ${instructions.count} instructions.`;
}
