// The bundle of `bpf show` alone, which scripts call over and over: a third of the start-up of the large one.
import { commonOptions } from "../arguments/options.js";
import { type CommandSet, runCommandLine } from "../command-line.js";
import { show } from "../commands/show.js";
import { showVerb } from "../help/show-verb.js";
import type { StartBundle } from "./start-bundle.js";

export { lookContext as processContext } from "../process/look-context.js";

const onlyShow: CommandSet = {
  verbs: [showVerb],
  groups: [],
  options: commonOptions,
  load: async () => show,
  overview: async () => "", // the first word is a verb
};

/** Runs a command line whose first word is `show`. */
export const run: StartBundle["run"] = (argv, context) => runCommandLine(argv, context, onlyShow);
