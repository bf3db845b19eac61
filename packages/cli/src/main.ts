import type { Context } from "./context.js";
import { FdOutput } from "./process/fd-output.js";
import { holdingSignals } from "./process/signals.js";
import { run } from "./run.js";

/** The command as a process: real fds, real environment. Gives back the exit code; only the entry sets it. */
export function main(argv: readonly string[]): Promise<number> {
  const context: Context = {
    stdout: new FdOutput(1),
    stderr: new FdOutput(2),
    env: process.env,
    uninterrupted: holdingSignals,
  };
  return run(argv, context);
}
