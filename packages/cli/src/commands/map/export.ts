import { ExitCode } from "../../exit-code.js";
import { openKeyed } from "../../map/kinds.js";
import { writeElements } from "../../map/write-elements.js";
import type { CommandInput } from "../command.js";

/** `bpf map export PIN`: all elements as JSON Lines, so that importing them gives the same bytes. */
export async function exportMap(input: CommandInput): Promise<number> {
  using map = openKeyed(input, { verb: "map export" });
  const { keyCodec, valueCodec } = map;
  await writeElements(map, input.context, (to, keys, k, values, v) => {
    to.appendText('{"key":');
    to.appendExact(keyCodec, keys, k);
    to.appendText(',"value":');
    to.appendExact(valueCodec, values, v);
    to.appendText("}\n");
  });
  return ExitCode.done;
}
