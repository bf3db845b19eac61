import type { BpfFd, FdKind } from "@bpf/syscall";
import type { DirectoryTree } from "../directory-tree.js";
import { openEntry } from "../entry.js";
import { isDirectory } from "../file-type.js";
import type { Kernel } from "../kernel.js";
import { KnownNames } from "../known-names.js";
import { withRetries } from "../race.js";
import type { PinPlace } from "../resolve.js";
import { errnoOf, systemError } from "../system-error.js";
import type { ProgramRequest } from "./requests.js";
import type { ProgramPlace } from "./resolve.js";

/** What stands at a program's path. */
export type SeenAtPath =
  | {
      readonly kind: "prog";
      readonly id: number;
      /** Open, and the look's to close. */
      readonly fd: BpfFd;
      /** The path is a symlink that leads to it. */
      readonly throughLink: boolean;
    }
  | { readonly kind: Exclude<FdKind, "prog"> | "directory"; readonly id?: number };

/** One program to be pinned, or not, and what stood at its path when it was looked at. */
export interface ProgramLook {
  readonly name: string;
  readonly place: ProgramPlace;
  /** Undefined: nothing there, or no path. */
  readonly seen: SeenAtPath | undefined;
}

/** A look at a program that has a path. */
export type PlacedProgram = ProgramLook & { readonly place: PinPlace };

/** True for a program that goes to a path. */
export const hasPlace = (look: ProgramLook): look is PlacedProgram => look.place.path !== undefined;

type Whose = { readonly program: string; readonly path: string };

/** Opens what an O_PATH fd holds and says what it is; a program's fd is the caller's to close. @throws PinSystemError */
export function openProgramPin(kernel: Kernel, entry: BpfFd, throughLink: boolean, at: Whose): SeenAtPath {
  let fd: BpfFd;
  try {
    fd = kernel.objGet("", { directory: entry });
  } catch (error) {
    if (errnoOf(error) === "EACCES" && isDirectory(kernel.fstat(entry))) return { kind: "directory" };
    throw systemError(error, `open the pin ${at.path}`, at);
  }
  let keep = false;
  try {
    const kind = kernel.fdKind(fd);
    if (kind === "map") return { kind, id: kernel.mapInfo(fd).id };
    if (kind === "link") return { kind, id: kernel.linkInfo(fd).id };
    if (kind !== "prog") return { kind };
    const { id } = kernel.progInfo(fd);
    keep = true;
    return { kind, id, fd, throughLink };
  } catch (error) {
    throw systemError(error, `ask what ${at.path} is`, at);
  } finally {
    if (!keep) fd.close();
  }
}

/** What one survey has learnt of names, and of directories that do not exist. */
interface Known {
  readonly names: KnownNames;
  readonly missing: Set<readonly string[]>;
}

function lookOnce(
  tree: DirectoryTree,
  program: string,
  { parents, name, path }: PinPlace,
  known?: Known,
): SeenAtPath | undefined {
  const directory = tree.find(parents);
  if (!directory) known?.missing.add(parents);
  if (!directory || known?.names.of(directory, name) === "absent") return undefined;
  using entry = openEntry(tree, directory, name);
  known?.names.lookedUp(directory);
  if (!entry) return undefined;
  const throughLink = entry.directory !== directory || entry.name !== name;
  return openProgramPin(tree.kernel, entry.fd, throughLink, { program, path });
}

/** Looks at one path. A program's fd is the caller's to close. @throws PinPathError, PinSystemError */
export function lookAtProgram(
  tree: DirectoryTree,
  program: string,
  place: PinPlace,
  known?: Known,
): SeenAtPath | undefined {
  return withRetries(
    place.path,
    { program },
    () => tree.forget(),
    () => ({ seen: lookOnce(tree, program, place, known) }),
  ).seen;
}

/** Closes the fd that a look at a path kept. */
export const closeSeen = (seen: SeenAtPath | undefined): void => {
  if (seen?.kind === "prog") seen.fd.close();
};

/** Closes the fds that {@link surveyPrograms} kept. */
export function closeProgramLooks(looks: readonly ProgramLook[]): void {
  for (const { seen } of looks) closeSeen(seen);
}

/**
 * Looks at the path of every program, changing nothing; fds of programs that are there stay open.
 * @throws PinPathError, PinSystemError, PinError ERR_NOT_BPFFS
 */
export function surveyPrograms(tree: DirectoryTree, programs: readonly ProgramRequest[]): ProgramLook[] {
  const looks: ProgramLook[] = [];
  const known = { names: new KnownNames(tree.kernel), missing: new Set<readonly string[]>() };
  try {
    for (const { name, place } of programs) {
      const isSought = place.path !== undefined && !known.missing.has(place.parents);
      looks.push({ name, place, seen: isSought ? lookAtProgram(tree, name, place, known) : undefined });
    }
    return looks;
  } catch (error) {
    closeProgramLooks(looks);
    throw error;
  }
}
