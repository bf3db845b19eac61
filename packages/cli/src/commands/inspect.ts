import {
  attachTypeName,
  type MapSpec,
  mapTypeName,
  type ObjectSpec,
  type ProgramSpec,
  programTypeName,
} from "@bpf/elf";
import { type PinOptions, PinPathError, PinUsageError, resolvePinPath } from "@bpf/pinning";
import { pinOptions } from "../arguments/pin-options.js";
import { ExitCode, exitCodeOf } from "../exit-code.js";
import { withOptionWords } from "../object/option-words.js";
import { readObject } from "../object/read-object.js";
import { inspectText } from "../output/inspect-text.js";
import type { InspectReport, MapReport, ProgramReport } from "../report/inspect-report.js";
import { type CommandInput, writeReport } from "./command.js";

function mapReport(spec: MapSpec, pinPath: string | null): MapReport {
  return {
    name: spec.name,
    section: spec.section,
    definition: spec.definition,
    type: mapTypeName(spec.type),
    keySize: spec.keySize,
    valueSize: spec.valueSize,
    maxEntries: spec.maxEntries,
    flags: spec.flags,
    mapExtra: spec.mapExtra,
    pinning: spec.pinning,
    namespace: spec.namespace ?? null,
    pinPath,
    inner: spec.innerMap === undefined ? null : mapReport(spec.innerMap, null),
  };
}

function programReport(spec: ProgramSpec): ProgramReport {
  return {
    name: spec.name,
    section: spec.section,
    type: spec.type === null ? null : programTypeName(spec.type),
    attachType: spec.attachType === null ? null : attachTypeName(spec.attachType),
    instructions: spec.instructions.length / 8,
  };
}

/**
 * The path of a pin, or null where it cannot be told, or the definition gives one that no pin may have: inspecting
 * never fails for that. A wrong option is wrong usage here as everywhere.
 */
function pinPathOf(
  spec: MapSpec,
  object: ObjectSpec,
  options: PinOptions,
  input: CommandInput,
): string | null {
  try {
    return resolvePinPath(spec, object, options) ?? null;
  } catch (error) {
    if (PinPathError.is(error) && exitCodeOf(error, input) === ExitCode.usage) throw error;
    return null;
  }
}

/**
 * Checks the options that are about no map, or name maps, before each map's path is looked for. The keys of
 * `maxEntries` are looked up as those of `paths` are.
 */
function checkOptions(object: ObjectSpec, options: PinOptions): void {
  const unpinned = { name: "", pinning: "none" } as MapSpec;
  resolvePinPath(unpinned, object, options);
  const sized = Object.keys(options.maxEntries ?? {}).map((map) => [map, false] as const);
  try {
    resolvePinPath(unpinned, object, { root: options.root, paths: Object.fromEntries(sized) });
  } catch (error) {
    if (PinUsageError.is(error)) error.message = error.message.replace(/^paths/, "maxEntries");
    throw error;
  }
}

/** `bpf inspect FILE`: what an object defines. Asks nothing of the kernel. */
export function inspect(input: CommandInput): number {
  const [file] = input.positionals as [string];
  const options = pinOptions(input.options, "inspect", input.context);
  const object = readObject(file, input.options, "inspect", input.messages);
  withOptionWords(object, () => checkOptions(object, options));
  const report: InspectReport = {
    file,
    byteOrder: object.byteOrder,
    license: object.license,
    maps: [...object.maps.values()].map((spec) => mapReport(spec, pinPathOf(spec, object, options, input))),
    programs: [...object.programs.values()].map(programReport),
  };
  writeReport(input, report, (style) => inspectText(report, style));
  return ExitCode.done;
}
