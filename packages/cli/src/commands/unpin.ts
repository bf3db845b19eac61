import type { ObjectSpec } from "@bpf/elf";
import {
  type UnpinReport as PinningReport,
  type ProgramPinOptions,
  type UnpinnedPath,
  unpinMaps,
  unpinPath,
} from "@bpf/pinning";
import { refuseObjectOptions } from "../arguments/about-object.js";
import { pathInRoot, rootOf } from "../arguments/path-in-root.js";
import { bpffsOptions, pinOptions } from "../arguments/pin-options.js";
import { ExitCode } from "../exit-code.js";
import { putInOptionWords, withOptionWords } from "../object/option-words.js";
import { readObject } from "../object/read-object.js";
import { errorReport } from "../output/error-report.js";
import { unpinText } from "../output/unpin-text.js";
import { programNames } from "../programs/program-names.js";
import { choosesPrograms, type ProgramPins, programPins } from "../programs/program-pins.js";
import type { UnpinnedReport, UnpinReport } from "../report/unpin-report.js";
import { classifyTargets } from "../unpin/targets.js";
import { type CommandInput, writeReport } from "./command.js";

type Outcome = Pick<PinningReport, "removed" | "absent" | "failed">;

function unpinObject(input: CommandInput, file: string): Outcome {
  const { options, context, messages } = input;
  const pins = pinOptions(options, "unpin", context);
  const object = readObject(file, options, "unpin", messages);
  const programs = programPins(object, options, "unpin");
  const outcome = withOptionWords(object, () =>
    unpinMaps(object, {
      ...pins,
      ...(programs && chosenPins(object, programs)),
      onWarning: (text) => messages.warning(text),
    }),
  );
  for (const { error } of outcome.failed) putInOptionWords(error, object);
  return outcome;
}

/** Where programs may have been pinned: all of them, unless the command line chooses, as it did for load. */
function chosenPins(object: ObjectSpec, pins: ProgramPins): ProgramPinOptions {
  const { pinPrograms, autoload } = pins;
  if (!choosesPrograms(pins)) return { pinPrograms };
  const isChosen = (name: string): boolean => autoload[name] ?? object.programs.get(name)!.autoload;
  return { pinPrograms, chosenPrograms: programNames(object).filter(isChosen) };
}

/** Goes on past a path that fails, but begins only when every path could be one. */
function unpinPaths(input: CommandInput, paths: readonly string[]): Outcome {
  refuseObjectOptions(input.options, "pins by path have none", "unpin");
  const pinRoot = input.options["pin-root"];
  const options = { ...bpffsOptions(input.options, input.context), pinRoot };
  const wanted = [...new Set(paths.map((path) => pathInRoot(path, options.root)))];
  const outcomes = wanted.map((path): Outcome => {
    try {
      return unpinPath(path, options);
    } catch (error) {
      if (wanted.length === 1) throw error;
      return { removed: [], absent: [], failed: [{ path, error: error as Error }] };
    }
  });
  return {
    removed: outcomes.flatMap(({ removed }) => removed),
    absent: outcomes.flatMap(({ absent }) => absent),
    failed: outcomes.flatMap(({ failed }) => failed),
  };
}

const named = ({ map, program, path }: Partial<UnpinnedPath>): UnpinnedReport => ({
  map: map ?? null,
  ...(program !== undefined && { program }),
  path: path ?? null,
});

/** `bpf unpin FILE` or `bpf unpin PATH…`: removes pins; exit code 1 when any could not be removed. */
export function unpin(input: CommandInput): number {
  const targets = classifyTargets(input.positionals, rootOf(input.options));
  const outcome =
    targets.kind === "object" ? unpinObject(input, targets.file) : unpinPaths(input, targets.paths);
  const report: UnpinReport = {
    removed: outcome.removed.map(named),
    absent: outcome.absent.map(named),
    failed: outcome.failed.map((failed) => ({ ...named(failed), error: errorReport(failed.error) })),
  };
  writeReport(input, report, (style) => unpinText(report, style));
  if (report.failed.length === 0) return ExitCode.done;
  messagesOfFailures(input, report);
  return ExitCode.failed;
}

function messagesOfFailures({ messages, options }: CommandInput, { failed }: UnpinReport): void {
  if (options.json === true) return; // the document has them
  for (const { map, program = null, path, error } of failed) {
    const hint = typeof error.hint === "string" ? ` (${error.hint})` : "";
    messages.note(
      `could not unpin ${[map ?? program, path].filter((word) => word !== null).join(" at ")}: ${error.message}${hint}`,
    );
  }
}
