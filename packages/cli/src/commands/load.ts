import type { ObjectSpec } from "@bpf/elf";
import { openMaps, type PinnedMap, type PinOptions } from "@bpf/pinning";
import { pinOptions } from "../arguments/pin-options.js";
import { ExitCode } from "../exit-code.js";
import { untilStopped } from "../map/stopped.js";
import { withOptionWords, withOptionWordsAsync } from "../object/option-words.js";
import { readObject } from "../object/read-object.js";
import { loadText } from "../output/load-text.js";
import { type ProgramPins, programPins } from "../programs/program-pins.js";
import type { LoadedMapReport, LoadReport } from "../report/load-report.js";
import { type CommandInput, writeReport } from "./command.js";

function mapReport(name: string, map: PinnedMap | undefined): LoadedMapReport {
  if (map === undefined || map.outcome === "unpinned" || map.path === undefined)
    return { name, id: null, outcome: "skipped", path: null };
  return { name, id: map.id, outcome: map.outcome, path: map.path };
}

function loadMaps(object: ObjectSpec, pins: PinOptions, { messages }: CommandInput): LoadReport {
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
  return report;
}

/** Undefined where a signal stopped it. */
async function loadAll(
  object: ObjectSpec,
  pins: PinOptions & ProgramPins,
  input: CommandInput,
): Promise<LoadReport | undefined> {
  const { loadPrograms } = await import("../programs/load-programs.js");
  return untilStopped(
    input.signal,
    () => withOptionWordsAsync(object, () => loadPrograms(object, pins, input)),
    () => undefined,
  );
}

/** `bpf load FILE`: creates or reuses the object's maps, loads its programs where they are asked for, and pins all. */
export async function load(input: CommandInput): Promise<number> {
  const [file] = input.positionals as [string];
  const { options, context, messages } = input;
  const pins = pinOptions(options, "load", context);
  const object = readObject(file, options, "load", messages);
  const programs = programPins(object, options, "load");
  const report =
    programs === undefined
      ? loadMaps(object, pins, input)
      : await loadAll(object, { ...pins, ...programs }, input);
  if (report === undefined) {
    messages.note("stopped by a signal; nothing was loaded");
    return ExitCode.failed;
  }
  writeReport(input, report, (style) => loadText(report, style));
  return ExitCode.done;
}
