import { CliError } from "../../errors.js";
import { ExitCode } from "../../exit-code.js";
import { keyArgument } from "../../map/element-arguments.js";
import { inMap } from "../../map/in-map.js";
import { openKeyed } from "../../map/kinds.js";
import { valueText } from "../../output/value-text.js";
import { type CommandInput, writeReport } from "../command.js";

/** The error of a key that is not there. */
export function keyAbsent(path: string | undefined, key: string): CliError {
  const text = `${path} has no element with the key ${key}`;
  return new CliError("ERR_KEY_ABSENT", text, { path: path ?? "", key });
}

/** `bpf map get PIN KEY`: the value of a key. */
export function get(input: CommandInput): number {
  const { lock } = input.options;
  const text = input.positionals[1]!;
  using map = openKeyed(input, { verb: "map get" });
  const key = keyArgument(map, text, input, "map get");
  const value = inMap(map, () => map.get(key, { lock }));
  if (value === undefined) throw keyAbsent(map.path, text);
  writeReport(input, { value }, () => `${valueText(value, input.context.stdout.isTerminal)}\n`);
  return ExitCode.done;
}
