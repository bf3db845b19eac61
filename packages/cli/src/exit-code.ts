import type { OptionValues } from "./arguments/option-values.js";

/** Exit codes of `bpf`; a signal is 128 + its number. */
export const ExitCode = {
  /** Done; pins that were absent anyway included. */
  done: 0,
  /** Bad object, kernel, permission, any failed unpin, a key that is not there. */
  failed: 1,
  /** Wrong usage, a pin that lacks a needed option included. */
  usage: 2,
  /** A pin is in the way: an incompatible map, or where a program is to go (`load`, `plan`). */
  conflict: 3,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const byErrorCode: Readonly<Record<string, ExitCode>> = {
  ERR_USAGE: ExitCode.usage,
  ERR_PIN_TABLE: ExitCode.usage,
  ERR_PIN_USAGE: ExitCode.usage,
  ERR_MAP_INCOMPATIBLE: ExitCode.conflict,
  ERR_PROGRAM_PINNED: ExitCode.conflict,
  ERR_PROGRAM_VARIABLE: ExitCode.usage,
};

/** Reasons of ERR_PIN_PATH that are in the words of a path, and not in what a directory turned out to be. */
const lexical: ReadonlySet<unknown> = new Set([
  "empty",
  "dot-component",
  "dotted",
  "nul",
  "too-long",
  "outside-root",
]);

/** The paths, and parts of paths, that a command line gave. */
function givenPaths(positionals: readonly string[], options: OptionValues): unknown[] {
  const chosen = (options["pin-path"] ?? []).map((text) => text.slice(text.indexOf("=") + 1));
  const targets = (options["attach-to"] ?? []).map((text) => text.slice(text.indexOf("@") + 1));
  return [
    ...positionals,
    ...chosen,
    ...targets,
    options.root,
    options["pin-root"],
    options.programs?.replace(/\/$/, ""),
    ...(options.namespace?.split("/") ?? []),
  ];
}

interface PathError {
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly path?: unknown;
  readonly component?: unknown;
}

/**
 * The exit code for what a verb threw. A path that no pin can have is wrong usage where the command line gave it, and
 * a bad object where the definition did.
 */
export function exitCodeOf(
  error: unknown,
  given: { readonly positionals: readonly string[]; readonly options: OptionValues } = {
    positionals: [],
    options: {},
  },
): ExitCode {
  if (typeof error !== "object" || error === null) return ExitCode.failed;
  const { code, reason, path, component } = error as PathError;
  if (code === "ERR_PIN_PATH" && lexical.has(reason)) {
    const paths = givenPaths(given.positionals, given.options);
    const isGiven = paths.includes(path) || (component !== undefined && paths.includes(component));
    return isGiven ? ExitCode.usage : ExitCode.failed;
  }
  // KEY or VALUE of the command line; records of a ring buffer come from elsewhere.
  if (code === "ERR_MAP_VALUE" && /^(?:key|value)\b/.test(String(path))) return ExitCode.usage;
  return (typeof code === "string" && byErrorCode[code]) || ExitCode.failed;
}
