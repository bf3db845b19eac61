import type { Context, Output } from "../context.js";
import type { BundleName } from "./bundle.js";
import type { StartBundle } from "./start-bundle.js";

const silent: Output = { isTerminal: false, write() {} };

/** What scripts call over and over: `show`, which has a bundle of its own, and what reads and writes maps. */
const lines: Readonly<Record<BundleName, readonly (readonly string[])[]>> = {
  show: [
    ["show", "a/b"],
    ["show", "a/b", "--json"],
  ],
  command: [
    ["show", "a/b"],
    ["show", "a/b", "--json"],
    ["map", "get", "a/b", "1"],
    ["map", "get", "a/b", "1", "--json"],
    ["map", "set", "a/b", "1", '{"packets":1,"bytes":2}'],
    ["map", "dump", "a/b", "--json"],
  ],
};

/**
 * Runs what starts of the command run: V8 keeps in its code cache the functions that have run. What fails is only
 * missing from the cache.
 */
export async function rehearse(name: BundleName, { run, processContext }: StartBundle): Promise<void> {
  const { stdout } = processContext();
  stdout.write("");
  const context: Context = {
    env: {},
    stdout: { write: silent.write, isTerminal: stdout.isTerminal },
    stderr: silent,
  };
  for (const argv of lines[name]) await run(argv, context);
}
