import { isPerCpu } from "@bpf/maps";
import { possibleCpus } from "@bpf/syscall";
import { parseCount, parseInterval } from "../../arguments/numbers.js";
import { ExitCode } from "../../exit-code.js";
import { inMap } from "../../map/in-map.js";
import { type KeyedJson, openKeyed } from "../../map/kinds.js";
import { send } from "../../output/send.js";
import { styleFor } from "../../output/style.js";
import { type Look, Watcher } from "../../watch/look.js";
import { lookJson, lookLines } from "../../watch/look-lines.js";
import { lookTable } from "../../watch/look-table.js";
import { type NumberField, numberFields } from "../../watch/number-fields.js";
import { pause } from "../../watch/pause.js";
import type { CommandInput } from "../command.js";

const verb = "map watch";

/** What a terminal of unknown size is taken for. */
const usualSize = { columns: 80, rows: 24 };

type Render = (look: Look) => string;

/** Draws each table over the last: back to its first line, and everything below erased (ECMA-48 CPL, ED). */
function redrawing(map: KeyedJson, fields: readonly NumberField[], { context }: CommandInput): Render {
  const { stdout, env } = context;
  const style = styleFor(stdout, env);
  let drawn = 0;
  return (look) => {
    const size = stdout.size ?? usualSize;
    const table = lookTable(look, fields, { title: map.path ?? map.name, size, style });
    const over = drawn === 0 ? "" : `\u001b[${drawn}F\u001b[J`;
    drawn = table.split("\n").length - 1;
    return over + table;
  };
}

function renderer(map: KeyedJson, fields: readonly NumberField[], input: CommandInput): Render {
  if (input.options.json === true) return (look) => lookJson(look, fields, new Date());
  const { stdout, env } = input.context;
  const canRedraw = stdout.isTerminal && env.TERM !== "dumb";
  return canRedraw ? redrawing(map, fields, input) : (look) => lookLines(look, fields);
}

/** `bpf map watch PIN`: the elements over and over, with the rates of their numbers, until a signal. */
export async function watch(input: CommandInput): Promise<number> {
  const { context, options, signal } = input;
  const interval = parseInterval(options.interval, verb);
  const count = parseCount(options.count, verb) ?? Number.POSITIVE_INFINITY;
  using map = openKeyed(input, { verb });
  const cpus = isPerCpu(map.info.type) && options.sum !== true ? possibleCpus() : undefined;
  const fields = numberFields(map.valueLayout, cpus);
  const render = renderer(map, fields, input);
  const watcher = new Watcher(map, fields);
  const start = performance.now();
  for (let looks = 1; signal?.aborted !== true && context.stdout.isGone !== true; looks++) {
    const look = inMap(map, () => watcher.look(performance.now()));
    await send(context.stdout, render(look), signal);
    if (looks === count) break;
    // From the first look, so that the time that looks take does not add up.
    await pause(Math.max(start + looks * interval - performance.now(), 0), signal);
  }
  return ExitCode.done;
}
