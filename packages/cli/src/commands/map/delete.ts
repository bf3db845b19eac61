import { ExitCode } from "../../exit-code.js";
import { keyArgument } from "../../map/element-arguments.js";
import { inMap } from "../../map/in-map.js";
import { openKeyed } from "../../map/kinds.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map delete";

/** `bpf map delete PIN KEY`: deletes a key; one that is absent anyway is no failure. */
export function deleteKey(input: CommandInput): number {
  using map = openKeyed(input, { verb, writes: true });
  const key = keyArgument(map, input.positionals[1]!, input, verb);
  const deleted = inMap(map, () => map.delete(key));
  writeReport(input, { deleted }, () => (deleted ? "deleted\n" : "absent\n"));
  return ExitCode.done;
}
