import { isRoot, pathInRoot, rootOf } from "../arguments/path-in-root.js";
import { ExitCode } from "../exit-code.js";
import { listDirectory } from "../ls/list-directory.js";
import { lsText } from "../output/ls-text.js";
import { type CommandInput, writeReport } from "./command.js";

/** `bpf ls [DIR]`: a bpffs as a tree. What cannot be opened is part of the report, and no failure. */
export function ls(input: CommandInput): number {
  const { context, options, positionals } = input;
  const root = rootOf(options);
  const [argument = root] = positionals;
  const path = isRoot(argument, root) ? root : pathInRoot(argument, root);
  const tree = listDirectory(path, root, context);
  writeReport(input, tree, (style) => lsText(tree, style));
  return ExitCode.done;
}
