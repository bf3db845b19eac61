export type { Context, Output } from "./context.js";
export { CliError, type CliErrorCode, UsageError } from "./errors.js";
export { ExitCode } from "./exit-code.js";
export { run } from "./run.js";
export { version } from "./version.js";
