import { ExitCode } from "../../exit-code.js";
import { keyArgument } from "../../map/element-arguments.js";
import { inMap } from "../../map/in-map.js";
import { openKeyed } from "../../map/kinds.js";
import { valueText } from "../../output/value-text.js";
import { type CommandInput, writeReport } from "../command.js";
import { keyAbsent } from "./get.js";

const verb = "map take";

/** `bpf map take PIN KEY`: the value of a key, which is deleted in the same step. */
export function take(input: CommandInput): number {
  const { lock } = input.options;
  const text = input.positionals[1]!;
  using map = openKeyed(input, { verb, writes: true });
  const key = keyArgument(map, text, input, verb);
  const value = inMap(map, () => map.take(key, { lock }));
  if (value === undefined) throw keyAbsent(map.path, text);
  writeReport(input, { value }, () => `${valueText(value, input.context.stdout.isTerminal)}\n`);
  return ExitCode.done;
}
