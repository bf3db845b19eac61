/** Exit codes of `bpf`; a signal is 128 + its number. */
export const ExitCode = {
  /** Done; pins that were absent anyway included. */
  done: 0,
  /** Bad object, kernel, permission, any failed unpin. */
  failed: 1,
  /** Wrong usage, a pin that lacks a needed option included. */
  usage: 2,
  /** An incompatible pin is in the way (`load`, `plan`). */
  conflict: 3,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const byErrorCode: Readonly<Record<string, ExitCode>> = {
  ERR_USAGE: ExitCode.usage,
  ERR_PIN_TABLE: ExitCode.usage,
  ERR_PIN_USAGE: ExitCode.usage,
  ERR_MAP_INCOMPATIBLE: ExitCode.conflict,
};

/** The exit code for what a verb threw. */
export function exitCodeOf(error: unknown): ExitCode {
  const code = typeof error === "object" && error !== null ? (error as { code?: unknown }).code : undefined;
  return (typeof code === "string" && byErrorCode[code]) || ExitCode.failed;
}
