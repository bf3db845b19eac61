import type { Context } from "../context.js";
import { FdOutput } from "./fd-output.js";
import { holdingSignals } from "./signals.js";

/** The process as a command sees it: real fds, real environment. */
export function processContext(): Context {
  return {
    stdout: new FdOutput(1),
    stderr: new FdOutput(2),
    env: process.env,
    uninterrupted: holdingSignals,
  };
}
