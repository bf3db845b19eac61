import type { Context } from "../context.js";
import { FdOutput } from "./fd-output.js";

/** The process as a command sees it that only looks, and is done at once: no input, no signals to hold back. */
export function lookContext(): Context {
  return { stdout: new FdOutput(1), stderr: new FdOutput(2), env: process.env };
}
