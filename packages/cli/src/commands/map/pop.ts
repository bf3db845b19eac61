import { CliError } from "../../errors.js";
import { ExitCode } from "../../exit-code.js";
import { inMap } from "../../map/in-map.js";
import { openQueue } from "../../map/kinds.js";
import { valueText } from "../../output/value-text.js";
import { type CommandInput, writeReport } from "../command.js";

function next(input: CommandInput, how: "pop" | "peek"): number {
  using map = openQueue(input, { verb: `map ${how}`, writes: how === "pop" });
  const value = inMap(map, () => map[how]());
  if (value === undefined)
    throw new CliError("ERR_MAP_EMPTY", `${map.path} is empty`, { path: map.path ?? "" });
  writeReport(input, { value }, () => `${valueText(value, input.context.stdout.isTerminal)}\n`);
  return ExitCode.done;
}

/** `bpf map pop PIN`: the next value of a queue or stack, which is removed. */
export const pop = (input: CommandInput): number => next(input, "pop");

/** `bpf map peek PIN`: the next value of a queue or stack. */
export const peek = (input: CommandInput): number => next(input, "peek");
