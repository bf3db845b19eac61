import { ExitCode } from "../../exit-code.js";
import { inMapAsync } from "../../map/in-map.js";
import { type KeyedJson, type QueueJson, wrongKind } from "../../map/kinds.js";
import { openTarget } from "../../map/open-map.js";
import { untilStopped } from "../../map/stopped.js";
import { Progress } from "../../output/progress.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map clear";

async function clearMap(
  map: KeyedJson | QueueJson,
  { context, messages, signal }: CommandInput,
): Promise<number> {
  using progress = new Progress(context, "cleared");
  let done = 0;
  const onProgress = (progressed: { readonly done: number }): void => {
    done = progressed.done;
    progress.report(done);
  };
  return untilStopped(
    signal,
    () => inMapAsync(map, () => map.clearAsync({ signal, onProgress })),
    () => {
      progress.end();
      messages.note(`stopped by a signal; elements may be left in ${map.path}`);
      return done;
    },
  );
}

/** `bpf map clear PIN`: deletes all elements. */
export async function clear(input: CommandInput): Promise<number> {
  using map = openTarget(input, { verb, writes: true });
  if (map.kind !== "keyed" && map.kind !== "queue") throw wrongKind(map, { verb });
  const cleared = await clearMap(map as KeyedJson | QueueJson, input);
  writeReport(input, { cleared }, () => `cleared ${cleared}\n`);
  return ExitCode.done;
}
