import { ExitCode } from "../../exit-code.js";
import { type KeyedJson, openKeyed } from "../../map/kinds.js";
import { type AppendElement, jsonList, writeElements } from "../../map/write-elements.js";
import { styleFor } from "../../output/style.js";
import { jsonAsText } from "../../output/value-text.js";
import type { CommandInput } from "../command.js";

/** Widest column of keys; longer keys stand out of it. */
const widest = 40;

/** A line a key and value, keys in a column that grows as longer ones come. */
function line({ keyCodec, valueCodec }: KeyedJson, { stdout, env }: CommandInput["context"]): AppendElement {
  const { bold } = styleFor(stdout, env);
  let width = 0;
  return (to, keys, k, values, v) => {
    const key = jsonAsText(keyCodec.jsonText(keys, k));
    const value = jsonAsText(valueCodec.jsonText(values, v));
    width = Math.min(Math.max(width, key.length), widest);
    to.appendText(`${bold(key)}${" ".repeat(Math.max(width - key.length, 0))}  ${value}\n`);
  };
}

function jsonObject({ keyCodec, valueCodec }: KeyedJson): AppendElement {
  return (to, keys, k, values, v) => {
    to.appendText('{"key":');
    to.append(keyCodec, keys, k);
    to.appendText(',"value":');
    to.append(valueCodec, values, v);
    to.appendText("}");
  };
}

/** `bpf map dump PIN`: all keys and values. */
export async function dump(input: CommandInput): Promise<number> {
  using map = openKeyed(input, { verb: "map dump" });
  if (input.options.json === true) await writeElements(map, input.context, jsonObject(map), jsonList);
  else await writeElements(map, input.context, line(map, input.context));
  return ExitCode.done;
}
