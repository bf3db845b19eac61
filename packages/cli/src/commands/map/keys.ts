import { ExitCode } from "../../exit-code.js";
import { openKeyed } from "../../map/kinds.js";
import { jsonList, writeElements } from "../../map/write-elements.js";
import { jsonAsText } from "../../output/value-text.js";
import type { CommandInput } from "../command.js";

/** `bpf map keys PIN`: all keys. */
export async function keys(input: CommandInput): Promise<number> {
  using map = openKeyed(input, { verb: "map keys" });
  const { keyCodec: codec } = map;
  if (input.options.json === true)
    await writeElements(map, input.context, (to, from, at) => to.append(codec, from, at), jsonList);
  else
    await writeElements(map, input.context, (to, from, at) =>
      to.appendText(`${jsonAsText(codec.jsonText(from, at))}\n`),
    );
  return ExitCode.done;
}
