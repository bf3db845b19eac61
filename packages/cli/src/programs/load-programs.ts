import { type ObjectSpec, programTypeName } from "@bpf/elf";
import { type LoadAsyncOptions, loadObjectAsync, VerifierError } from "@bpf/loader";
import { type OpenObject, type PinnedMap, type PinOptions, realKernel } from "@bpf/pinning";
import { bpffsOptions } from "../arguments/pin-options.js";
import type { CommandInput } from "../commands/command.js";
import type { Context } from "../context.js";
import type { LoadedMapReport, LoadedProgramReport, LoadReport } from "../report/load-report.js";
import { AttachTargets } from "./attach-targets.js";
import { readKernelBtf, readKernelConfig } from "./kernel-files.js";
import { LoadProgressLine } from "./load-progress.js";
import { programNames } from "./program-names.js";
import type { ProgramPins } from "./program-pins.js";
import { variableValues } from "./variables.js";

const verb = "load";

function mapReport(name: string, { id, outcome, path }: PinnedMap): LoadedMapReport {
  return { name, id, outcome, path: path ?? null };
}

function programReport(
  object: ObjectSpec,
  name: string,
  opened: OpenObject,
  { kernel = realKernel }: Context,
): LoadedProgramReport {
  const { type, section } = object.programs.get(name)!;
  const what = { name, type: type === null ? null : programTypeName(type), section };
  const program = opened.programs.get(name);
  if (program === undefined) return { ...what, id: null, tag: null, outcome: "skipped", path: null };
  const { id, outcome, path, fd } = program;
  return { ...what, id, tag: kernel.progInfo(fd).tag, outcome, path: path ?? null };
}

/** What the command line says of how programs are loaded, but for their targets. */
function loadOptions(
  object: ObjectSpec,
  { options }: CommandInput,
): Pick<LoadAsyncOptions, "set" | "json" | "kernelBtf" | "kconfig"> {
  const { "kernel-btf": btf, kconfig, set = [] } = options;
  return {
    set: variableValues(object, set, verb),
    json: true,
    ...(btf !== undefined && { kernelBtf: readKernelBtf(btf) }),
    ...(kconfig !== undefined && { kconfig: readKernelConfig(kconfig) }),
  };
}

/**
 * Loads the programs of an object, and pins them and its maps.
 * @throws what `loadObjectAsync` throws: the reason of the input's signal, where that stopped it
 */
export async function loadPrograms(
  object: ObjectSpec,
  pins: PinOptions & ProgramPins,
  input: CommandInput,
): Promise<LoadReport> {
  const { context, messages, options, signal } = input;
  const bpffs = bpffsOptions(options, context);
  using targets = new AttachTargets(object, options["attach-to"] ?? [], bpffs, verb);
  const how = { ...pins, ...loadOptions(object, input), attachTo: targets.byProgram, signal };
  using progress = new LoadProgressLine(context);
  const showLog = (program: string | undefined, log: string): void => {
    progress.clear();
    if (log !== "") messages.text(`verifier's log of ${program}`, log);
  };
  try {
    using opened = await loadObjectAsync(object, {
      ...how,
      ...(options.verbose && { onLog: showLog }),
      onProgress: (state) => progress.report(state),
      onWarning(text) {
        progress.clear();
        messages.warning(text);
      },
    });
    return {
      maps: [...opened.maps].map(([name, map]) => mapReport(name, map)),
      programs: programNames(object).map((name) => programReport(object, name, opened, context)),
    };
  } catch (error) {
    // With --json it is the error's `log`.
    if (options.verbose && !options.json && VerifierError.is(error)) showLog(error.program, error.log);
    throw error;
  }
}
