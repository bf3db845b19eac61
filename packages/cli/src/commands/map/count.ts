import { ExitCode } from "../../exit-code.js";
import { inMapAsync } from "../../map/in-map.js";
import { openKeyed } from "../../map/kinds.js";
import { Progress } from "../../output/progress.js";
import { type CommandInput, writeReport } from "../command.js";

/** `bpf map count PIN`: how many elements there are. */
export async function count(input: CommandInput): Promise<number> {
  using map = openKeyed(input, { verb: "map count" });
  using progress = new Progress(input.context, "counted");
  const found = await inMapAsync(map, () =>
    map.countAsync({ onProgress: ({ done }) => progress.report(done) }),
  );
  progress.end();
  writeReport(input, { count: found }, () => `${found}\n`);
  return ExitCode.done;
}
