import { parseCount } from "../../arguments/numbers.js";
import { ExitCode } from "../../exit-code.js";
import { inMapAsync } from "../../map/in-map.js";
import { wrongKind } from "../../map/kinds.js";
import { openTarget } from "../../map/open-map.js";
import { untilStopped } from "../../map/stopped.js";
import { send } from "../../output/send.js";
import type { CommandInput } from "../command.js";

const verb = "map events";

/** `bpf map events PIN`: the records of a ring buffer as JSON Lines, until a signal or `--count` of them. */
export async function events(input: CommandInput): Promise<number> {
  const { context, options, signal } = input;
  const { stdout } = context;
  const most = parseCount(options.count, verb) ?? Number.POSITIVE_INFINITY;
  using map = openTarget(input, { verb, writes: true, signal });
  if (map.kind !== "ringbuf") throw wrongKind(map, { verb });
  let shown = 0;
  const show = async (): Promise<void> => {
    for await (const batch of map.batches()) {
      const count = Math.min(batch.count, most - shown);
      let text = "";
      try {
        for (let i = 0; i < count; i++) text += `${batch.jsonText(i)}\n`;
      } finally {
        // What was looked at is gone from the ring: it is shown also where the next record is not as it should be.
        await send(stdout, text, signal);
      }
      shown += count;
      if (shown >= most || stdout.isGone === true) return;
    }
  };
  await untilStopped(
    signal,
    () => inMapAsync(map, show),
    () => undefined,
  );
  return ExitCode.done;
}
