import type { Context, Output } from "../src/context.js";
import { run } from "../src/run.js";

/** What a command line left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON document on stdout; throws where there is none, or more than one. */
  readonly document: () => ReturnType<typeof JSON.parse>;
  /** The `error` of the JSON document on stderr. */
  readonly error: () => ReturnType<typeof JSON.parse>;
}

/** An output that remembers. */
class Collected implements Output {
  text = "";
  constructor(readonly isTerminal: boolean) {}
  write(text: string): void {
    this.text += text;
  }
}

/** Runs a command line in this process, its output collected. */
export async function runLine(
  argv: readonly string[],
  world: Partial<Context> & { terminal?: boolean } = {},
): Promise<Outcome> {
  const stdout = new Collected(world.terminal === true);
  const stderr = new Collected(world.terminal === true);
  const code = await run(argv, { env: {}, stdout, stderr, ...world });
  return {
    code,
    stdout: stdout.text,
    stderr: stderr.text,
    document: () => JSON.parse(stdout.text),
    error: () => JSON.parse(stderr.text).error,
  };
}
