/** What happens where a program is pinned already at the path of one to be pinned. */
export type OnExistingProgram =
  | "fail" // nothing is changed, and ProgramPinError says what is there
  | "keep" // it is left alone, and ours is not loaded
  | "replace"; // ours takes its place in one step

/** Where programs are pinned, and which: options of every function that deals with programs' pins. */
export interface ProgramPinOptions {
  /** Directory of the programs' pins, `DIR/NAME`: relative to root, or absolute inside it. Default: no pins. */
  pinPrograms?: string | undefined;
  /** The whole path of a program's pin (relative to root, or absolute inside it), or false for no pin; by program name. */
  programPaths?: Readonly<Record<string, string | false>> | undefined;
  /** Default "fail". What is no program (a map, a link, a directory) is an error always. */
  onExistingProgram?: OnExistingProgram | undefined;
  /** Names of the programs that are loaded. Default: all of the object but those whose section begins with `?`. */
  chosenPrograms?: Iterable<string> | undefined;
}

/** True where the caller said anything about programs' pins. */
export const concernsPrograms = ({ pinPrograms, programPaths, chosenPrograms }: ProgramPinOptions): boolean =>
  pinPrograms !== undefined || programPaths !== undefined || chosenPrograms !== undefined;
