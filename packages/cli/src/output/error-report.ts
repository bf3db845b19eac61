/** An error as data: its code, its text, and the fields that a program would branch on. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Fields of errors that are for people's debuggers, or said already; a log is told once. */
const hidden = new Set(["name", "stack", "code", "message", "cause", "log"]);

/** Levels of `cause` that are told; a chain of more, or a loop, is cut. */
const causeLimit = 4;

function plain(value: unknown, depth: number): unknown {
  if (value instanceof Error) return errorReport(value, depth + 1);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth)]));
}

/**
 * What is told of an error: `code` (ERR_INTERNAL for one without: a fault of ours), `message`, its own enumerable
 * fields, and its cause.
 */
export function errorReport(error: unknown, depth = 0, hasLog = false): ErrorReport {
  if (!(error instanceof Error)) return { code: "ERR_INTERNAL", message: String(error) };
  const { code } = error as { code?: unknown };
  const report: Record<string, unknown> = {
    code: typeof code === "string" ? code : "ERR_INTERNAL",
    message: error.message,
  };
  for (const [key, value] of Object.entries(error))
    if (!hidden.has(key) && value !== undefined && typeof value !== "function")
      report[key] = plain(value, depth);
  const { log } = error as { log?: unknown };
  const tellsLog = !hasLog && typeof log === "string" && log !== "";
  if (tellsLog) report.log = log;
  if (error.cause !== undefined && depth < causeLimit)
    report.cause = errorReport(error.cause, depth + 1, hasLog || tellsLog);
  return report as ErrorReport;
}
