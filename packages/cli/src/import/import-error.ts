import { CliError } from "../errors.js";

/** A line of an import that cannot be read, or not be set. */
export interface BadLine {
  /** The file, or "stdin". */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Elements that were set before. */
  readonly imported: number;
}

const fieldsOf = (cause: unknown): Record<string, string | number> => {
  const { path, reason, code } = cause as { path?: unknown; reason?: unknown; code?: unknown };
  return {
    ...(typeof reason === "string" && typeof path === "string" ? { at: path, reason } : {}),
    ...(typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? { errno: code } : {}),
  };
};

/** The error of a bad line: ERR_IMPORT, with `file`, `line`, `imported`, and what the cause tells. */
export function importError({ file, line, imported }: BadLine, why: string, cause?: unknown): CliError {
  const before = imported === 0 ? "nothing was set" : `${imported} elements were set before`;
  const text = `line ${line} of ${file}: ${why} (${before})`;
  const details = { file, line, imported, ...(cause === undefined ? {} : fieldsOf(cause)) };
  return new CliError("ERR_IMPORT", text, details, cause === undefined ? undefined : { cause });
}
