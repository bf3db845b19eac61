import { ExitCode } from "../../exit-code.js";
import { elementArgument, keyArgument } from "../../map/element-arguments.js";
import { inMap } from "../../map/in-map.js";
import { type BloomJson, type KeyedJson, wrongKind } from "../../map/kinds.js";
import { openTarget } from "../../map/open-map.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map has";

/** `bpf map has PIN KEY`: whether a key is there, or a value in a bloom filter. */
export function has(input: CommandInput): number {
  const text = input.positionals[1]!;
  using map = openTarget(input, { verb });
  if (map.kind !== "keyed" && map.kind !== "bloom") throw wrongKind(map, { verb });
  const asked = map as KeyedJson | BloomJson;
  const key =
    asked.kind === "keyed" ? keyArgument(asked, text, input, verb) : elementArgument(asked, text, verb);
  const found = inMap(asked, () => asked.has(key));
  writeReport(input, { has: found }, () => `${found}\n`);
  return ExitCode.done;
}
