import { ExitCode } from "../../exit-code.js";
import { inMap } from "../../map/in-map.js";
import { wrongKind } from "../../map/kinds.js";
import { openTarget } from "../../map/open-map.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map freeze";

/** `bpf map freeze PIN`: no more changes from user space. */
export function freeze(input: CommandInput): number {
  using map = openTarget(input, { verb, writes: true });
  if (map.kind === "ringbuf") throw wrongKind(map, { verb });
  inMap(map, () => map.freeze());
  writeReport(input, { frozen: true }, () => "frozen\n");
  return ExitCode.done;
}
