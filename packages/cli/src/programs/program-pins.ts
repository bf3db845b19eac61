import type { ObjectSpec } from "@bpf/elf";
import type { OnExistingProgram } from "@bpf/pinning";
import type { OptionValues } from "../arguments/option-values.js";
import { programOptions } from "../arguments/program-options.js";
import { suggest } from "../arguments/suggest.js";
import { UsageError } from "../errors.js";
import { requireProgram } from "./program-names.js";

/** Which programs of an object a command line means, and where their pins are. */
export interface ProgramPins {
  readonly pinPrograms: string;
  readonly onExistingProgram: OnExistingProgram;
  /** Over what the sections say. */
  readonly autoload: Readonly<Record<string, boolean>>;
}

const answers: readonly OnExistingProgram[] = ["fail", "keep", "replace"];

function parseOnExisting(text: string | undefined, verb: string): OnExistingProgram {
  if (text === undefined) return "fail";
  const found = answers.find((answer) => answer === text);
  if (found !== undefined) return found;
  const near = suggest(text, answers);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new UsageError(`--on-existing ${JSON.stringify(text)} is none of ${answers.join(", ")}${hint}`, verb);
}

function parseAutoload(object: ObjectSpec, options: OptionValues, verb: string): Record<string, boolean> {
  const autoload: Record<string, boolean> = Object.create(null);
  for (const option of ["autoload", "no-autoload"] as const)
    for (const name of options[option] ?? []) {
      requireProgram(object, name, option, verb);
      if (name in autoload) throw new UsageError(`program ${JSON.stringify(name)} is given twice`, verb);
      autoload[name] = option === "autoload";
    }
  return autoload;
}

/** A directory as shells complete it, without the slash at its end. */
const withoutSlash = (directory: string): string => directory.replace(/(?<=[^/])\/$/, "");

/**
 * What a command line says of an object's programs; undefined where it leaves them alone.
 * @throws {UsageError} a name that is no program's, or an option about programs without `--programs`
 */
export function programPins(
  object: ObjectSpec,
  options: OptionValues,
  verb: string,
): ProgramPins | undefined {
  const { programs: pinPrograms } = options;
  if (pinPrograms === undefined) {
    const stray = programOptions.find(({ name }) => name in options);
    if (stray === undefined) return undefined;
    throw new UsageError(`--${stray.name} is about loading programs, which needs --programs DIR`, verb);
  }
  return {
    pinPrograms: withoutSlash(pinPrograms),
    onExistingProgram: parseOnExisting(options["on-existing"], verb),
    autoload: parseAutoload(object, options, verb),
  };
}

/** Whether the choice of programs is the command line's own. */
export const choosesPrograms = ({ autoload }: ProgramPins): boolean => Object.keys(autoload).length > 0;
