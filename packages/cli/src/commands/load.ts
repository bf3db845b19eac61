import { openMaps, type PinnedMap } from "@bpf/pinning";
import { pinOptions } from "../arguments/pin-options.js";
import { ExitCode } from "../exit-code.js";
import { withOptionWords } from "../object/option-words.js";
import { readObject } from "../object/read-object.js";
import { loadText } from "../output/load-text.js";
import type { LoadedMapReport, LoadReport } from "../report/load-report.js";
import { type CommandInput, writeReport } from "./command.js";

function mapReport(name: string, map: PinnedMap | undefined): LoadedMapReport {
  if (map === undefined || map.outcome === "unpinned" || map.path === undefined)
    return { name, id: null, outcome: "skipped", path: null };
  return { name, id: map.id, outcome: map.outcome, path: map.path };
}

/** `bpf load FILE`: creates or reuses the object's maps, and pins them. */
export function load(input: CommandInput): number {
  const [file] = input.positionals as [string];
  const { options, context, messages } = input;
  const pins = pinOptions(options, "load", context);
  const object = readObject(file, options, "load", messages);
  const report = withOptionWords(object, (): LoadReport => {
    using opened = openMaps(object, {
      ...pins,
      hold: false,
      skipUnpinned: true,
      onWarning: (text) => messages.warning(text),
    });
    return { maps: [...object.maps.keys()].map((name) => mapReport(name, opened.maps.get(name))) };
  });
  const skipped = report.maps.filter(({ outcome }) => outcome === "skipped").map(({ name }) => name);
  if (skipped.length > 0)
    messages.note(`skipped, for want of a pin that would keep them: ${skipped.join(", ")}`);
  writeReport(input, report, (style) => loadText(report, style));
  return ExitCode.done;
}
