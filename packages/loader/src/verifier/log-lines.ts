/**
 * What a line of the verifier's log is. `complaint` is anything that no other kind is; kernels from 5.4 to 7.x write
 * the others alike, but for `; TEXT @ FILE:LINE`, which was `; TEXT` before Linux 6.10. `preamble` is what a program's
 * types are found wanting for before it is verified: mostly that matters to nobody.
 */
export type LogLineKind = "instruction" | "state" | "source" | "chatter" | "preamble" | "complaint";

export interface LogLine {
  readonly kind: LogLineKind;
  readonly text: string;
}

const instruction = /^\d+: \([0-9a-f]{2}\) /;

/** Registers (`R0_w=0`, `R1=ctx(…)`) with or without where they are so. */
const state = /^(?:from \d+ to \d+[^:]*:.*|(?:\d+:)?\s*(?:frame\d+: )?R\d+(?:_[a-z]+)*=.*)$/;

/** Statistics, and how the verifier found what it found. */
const chatter = new RegExp(
  `^(?:${[
    "$",
    "processed \\d+ insns",
    "verification time \\d",
    "stack depth \\d",
    "insns processed",
    "(?:cur|old) state:",
    "mark_precise:",
    "last_idx \\d",
    "regs=\\S* stack=",
    "parent ",
    "propagating ",
    "func#\\d+ @",
    "Validating \\S+ func#",
    "Func#\\d+ .*safe for any args",
    "\\d+: safe$",
    "caller:$",
    "callee:$",
    "returning from callee:",
    "to caller at \\d",
  ].join("|")})`,
);

const preamble = /^(?:arg#\d+ reference type\('UNKNOWN|Unrecognized arg#\d+ type)/;

/** Tells the lines of a log apart. */
export function logLines(log: string): LogLine[] {
  return log.split("\n").map((text) => ({ kind: kindOf(text), text }));
}

function kindOf(text: string): LogLineKind {
  if (instruction.test(text)) return "instruction";
  if (text === ";" || text.startsWith("; ")) return "source";
  if (state.test(text)) return "state";
  if (preamble.test(text)) return "preamble";
  return chatter.test(text.trim()) ? "chatter" : "complaint";
}
