// The bundle of `bpf show` alone, which scripts call over and over: a third of the start-up of the large one.
import { runCommandLine } from "../command-line.js";
import { show } from "../commands/show.js";
import type { StartBundle } from "./start-bundle.js";

export { processContext } from "../process/context.js";

/** Runs a command line whose first word is `show`. */
export const run: StartBundle["run"] = (argv, context) => runCommandLine(argv, context, async () => show);
