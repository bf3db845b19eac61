import { runCommandLine } from "./command-line.js";
import { commandSet } from "./commands/index.js";
import type { Context } from "./context.js";

/**
 * Runs one command line, of any verb.
 * @param argv the words after `bpf`
 * @returns the exit code; errors are written to `context.stderr`, never thrown
 */
export function run(argv: readonly string[], context: Context): Promise<number> {
  return runCommandLine(argv, context, commandSet);
}
