import { ExitCode } from "../../exit-code.js";
import { keyArgument } from "../../map/element-arguments.js";
import { inMap } from "../../map/in-map.js";
import { openKeyed } from "../../map/kinds.js";
import { newValue } from "../../map/new-value.js";
import { updateOptions } from "../../map/update-options.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map set";

/** `bpf map set PIN KEY VALUE`: sets the value of a key. */
export function set(input: CommandInput): number {
  const [, keyWord, valueWord] = input.positionals as [string, string, string];
  using map = openKeyed(input, { verb, writes: true });
  const key = keyArgument(map, keyWord, input, verb);
  using value = newValue(map, valueWord, input, verb);
  inMap(map, () => map.set(key, value.value, updateOptions(input.options)));
  writeReport(input, { set: true }, () => "set\n");
  return ExitCode.done;
}
