import { PinUsageError } from "../errors.js";
import { type BpffsOptions, defaultRoot } from "../options.js";
import { isPlainName, pathBelow, pathComponents, rootPath } from "../path.js";
import { type PinPlace, pinRootComponents } from "../resolve.js";
import type { ProgramPinOptions } from "./options.js";

/** Where one program's pin goes, or that it has none. */
export type ProgramPlace = PinPlace | { readonly path?: undefined };

/** What {@link resolveProgramPath} takes. */
export type ResolveProgramOptions = Pick<BpffsOptions, "root"> &
  Pick<ProgramPinOptions, "pinPrograms" | "programPaths">;

/** The options of one call about programs' pins, checked. */
export interface ProgramPlacement {
  readonly root: string;
  /** Components of the directory below root; shared by all programs in it. Undefined: no directory was given. */
  readonly directory: readonly string[] | undefined;
  readonly paths: ReadonlyMap<string, string | false>;
}

/** What a caller without types may have given: told by name, not by where it would break. */
function checkKinds({ pinPrograms, programPaths }: ProgramPinOptions): void {
  if (pinPrograms !== undefined && typeof pinPrograms !== "string") {
    throw new PinUsageError(`The option pinPrograms is of type ${typeof pinPrograms}, not a string.`);
  }
  for (const [program, path] of Object.entries(programPaths ?? {})) {
    if (path === undefined || path === false || typeof path === "string") continue;
    throw new PinUsageError(
      `programPaths[${JSON.stringify(program)}] is of type ${typeof path}, neither a path nor false.`,
    );
  }
}

/** @throws PinUsageError, PinPathError */
export function programPlacement(options: ResolveProgramOptions): ProgramPlacement {
  checkKinds(options);
  const root = rootPath(options.root ?? defaultRoot);
  const { pinPrograms, programPaths = {} } = options;
  const directory = pinPrograms === undefined ? undefined : pinRootComponents(pinPrograms, root);
  const paths = Object.entries(programPaths).filter(([, path]) => path !== undefined);
  return { root, directory, paths: new Map(paths) };
}

const placeAt = (path: string, root: string, program: string): PinPlace => {
  const parents = pathComponents(path, root, "strict", { program });
  const whole = pathBelow(root, parents);
  const name = parents.pop()!;
  return { path: whole, parents, name };
};

/** {@link resolveProgramPath} with its options checked once for all programs of an object. @throws PinPathError */
export function placeOfProgram(program: string, { root, directory, paths }: ProgramPlacement): ProgramPlace {
  const chosen = paths.get(program);
  if (chosen === false) return {};
  if (chosen !== undefined) return placeAt(chosen, root, program);
  if (!directory) return {};
  const path = `${pathBelow(root, directory).replace(/^\/$/, "")}/${program}`;
  // The directory was checked already: a plain name in it needs no second look.
  return isPlainName(program) ? { path, parents: directory, name: program } : placeAt(path, root, program);
}

/**
 * The absolute path of a program's pin, `pinPrograms/NAME` unless `programPaths` says otherwise; undefined where it has
 * none. No I/O. The rules for paths are those for maps (docs/semantics.md section 4).
 * @throws PinUsageError, PinPathError
 */
export function resolveProgramPath(
  program: { readonly name: string },
  options: ResolveProgramOptions = {},
): string | undefined {
  return placeOfProgram(program.name, programPlacement(options)).path;
}
