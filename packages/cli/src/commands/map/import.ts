import type { Input } from "../../context.js";
import { ExitCode } from "../../exit-code.js";
import { fileInput } from "../../import/file-input.js";
import type { ImportTarget } from "../../import/import-elements.js";
import { importElements } from "../../import/import-elements.js";
import { wrongKind } from "../../map/kinds.js";
import { requireSettable } from "../../map/new-value.js";
import { openTarget } from "../../map/open-map.js";
import { updateOptions } from "../../map/update-options.js";
import { Progress } from "../../output/progress.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "map import";

const nothing: Input = { async *read() {} };

/** `bpf map import PIN [FILE]`: sets the elements that an export wrote. */
export async function importMap(input: CommandInput): Promise<number> {
  const { context, messages, options, signal } = input;
  const file = input.positionals[1];
  using map = openTarget(input, { verb, writes: true });
  if (map.kind !== "keyed" && map.kind !== "queue" && map.kind !== "bloom") throw wrongKind(map, { verb });
  const target = map as ImportTarget;
  if (target.kind === "keyed") requireSettable(target, verb);
  using opened = file === undefined ? undefined : fileInput(file);
  using progress = new Progress(context, "set");
  const source = opened ?? context.stdin ?? nothing;
  const { imported, stopped } = await importElements(target, source.read(signal), {
    ...updateOptions(options),
    file: file ?? "stdin",
    signal,
    onProgress: (done) => progress.report(done),
  });
  progress.end();
  if (stopped)
    messages.note(`stopped by a signal; the lines after the first ${imported} elements were not set`);
  writeReport(input, { imported }, () => `imported ${imported}\n`);
  return ExitCode.done;
}
