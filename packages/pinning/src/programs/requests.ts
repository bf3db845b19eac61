import { isSubprogram, type ObjectSpec } from "@bpf/elf";
import { PinUsageError } from "../errors.js";
import { concernsPrograms, type ProgramPinOptions } from "./options.js";
import {
  type ProgramPlace,
  placeOfProgram,
  programPlacement,
  type ResolveProgramOptions,
} from "./resolve.js";

/** One program of an object and where its pin goes. */
export interface ProgramRequest {
  readonly name: string;
  readonly place: ProgramPlace;
}

/** Names of an object's programs, functions that they call left out, in the object's order. */
export const entryPrograms = ({ programs }: ObjectSpec): string[] =>
  [...programs].filter(([, program]) => !isSubprogram(program)).map(([name]) => name);

function requireProgram(object: ObjectSpec, name: string, option: string): void {
  const program = object.programs.get(name);
  if (program && !isSubprogram(program)) return;
  const names = entryPrograms(object).join(", ") || "none";
  const why = program ? "is a function that programs call" : "the object does not define";
  throw new PinUsageError(
    `${option} names the program ${JSON.stringify(name)}, which ${why}. Its programs: ${names}.`,
    { program: name },
  );
}

const actions = ["fail", "keep", "replace"];

function check(object: ObjectSpec, { programPaths, onExistingProgram }: ProgramPinOptions): void {
  for (const name of Object.keys(programPaths ?? {})) requireProgram(object, name, "programPaths");
  if (onExistingProgram === undefined || actions.includes(onExistingProgram)) return;
  throw new PinUsageError(
    `onExistingProgram is ${JSON.stringify(onExistingProgram)}, neither "fail" nor "keep" nor "replace".`,
  );
}

/** Names of the programs that are to be loaded. @throws PinUsageError for a name that is no program's */
export function chosenPrograms(
  object: ObjectSpec,
  { chosenPrograms: chosen }: ProgramPinOptions,
): Set<string> {
  if (chosen === undefined) {
    return new Set(entryPrograms(object).filter((name) => object.programs.get(name)!.autoload));
  }
  const names = new Set(chosen);
  for (const name of names) requireProgram(object, name, "chosenPrograms");
  return names;
}

/**
 * The programs to be loaded and where their pins go; none where the options say nothing about programs. With `all`, the
 * programs that might have been pinned by a load with other choices too, unless the choice was given.
 * @throws PinUsageError, PinPathError
 */
export function programRequests(
  object: ObjectSpec,
  options: ProgramPinOptions & ResolveProgramOptions,
  which: "chosen" | "all" = "chosen",
): ProgramRequest[] {
  if (!concernsPrograms(options)) return [];
  check(object, options);
  const to = programPlacement(options);
  const everything = which === "all" && options.chosenPrograms === undefined;
  const names = everything ? entryPrograms(object) : [...chosenPrograms(object, options)];
  return names.map((name) => ({ name, place: placeOfProgram(name, to) }));
}
