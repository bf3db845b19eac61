import type { Context } from "../context.js";
import { holdingSignals, stoppingAtSignals } from "./signals.js";
import { processInput } from "./stdin.js";
import { StreamOutput } from "./stream-output.js";

/** The process as a command sees it: real fds, real environment. */
export function processContext(): Context {
  const stdout = new StreamOutput(1);
  return {
    stdin: processInput,
    stdout,
    stderr: new StreamOutput(2),
    env: process.env,
    uninterrupted: holdingSignals,
    stoppable: (work) => stoppingAtSignals(work, () => stdout.isStuck),
  };
}
