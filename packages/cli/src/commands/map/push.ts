import { ExitCode } from "../../exit-code.js";
import { elementArgument } from "../../map/element-arguments.js";
import { inMap } from "../../map/in-map.js";
import { type BloomJson, type QueueJson, wrongKind } from "../../map/kinds.js";
import { openTarget } from "../../map/open-map.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map push";

/** `bpf map push PIN VALUE...`: adds values to a queue, a stack or a bloom filter. */
export function push(input: CommandInput): number {
  using map = openTarget(input, { verb, writes: true });
  if (map.kind !== "queue" && map.kind !== "bloom") throw wrongKind(map, { verb });
  const target = map as QueueJson | BloomJson;
  const values = input.positionals.slice(1).map((text) => elementArgument(target, text, verb)) as never[];
  const pushed = inMap(target, () =>
    target.kind === "queue" ? target.pushAll(values) : target.addAll(values),
  );
  writeReport(input, { pushed }, () => `pushed ${pushed}\n`);
  return ExitCode.done;
}
