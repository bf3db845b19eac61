import type { BpfFd } from "@bpf/syscall";
import { childPath, type DirectoryTree } from "../directory-tree.js";
import { PinError } from "../errors.js";
import { StaleDirectory } from "../race.js";
import type { PinPlace } from "../resolve.js";
import { errnoOf } from "../system-error.js";
import type { UnpinTarget } from "../unpinner.js";
import { closeSeen, openProgramPin } from "./look.js";
import type { ProgramRequest } from "./requests.js";
import { isTemporaryName } from "./temporary-name.js";

/** Throws unless the pin is a program. */
const verifyProgram = (tree: DirectoryTree, program: string, path: string) => (entry: BpfFd) => {
  const seen = openProgramPin(tree.kernel, entry, false, { program, path });
  closeSeen(seen);
  if (seen.kind === "prog") return;
  throw new PinError(
    "ERR_PIN_KIND",
    `${path} holds a ${seen.kind}, not the program ${program}; it was left alone.`,
    { program, path },
  );
};

/** Names of the files in a directory; none where it cannot be listed, or is not there. */
function filesIn(tree: DirectoryTree, parents: readonly string[]): { names: string[]; path: string } {
  try {
    const directory = tree.find(parents);
    if (!directory) return { names: [], path: "" };
    const files = tree.kernel.readDirectory(directory.fd).filter(({ type }) => type === "file");
    return { names: files.map(({ name }) => name), path: childPath(directory, "") };
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof StaleDirectory) && !PinError.is(error))
      throw error;
    return { names: [], path: "" };
  }
}

/** What a process left that was killed while it replaced a program: temporary names of the new one, and of the old. */
function leftByKilled(
  tree: DirectoryTree,
  placed: readonly (ProgramRequest & { readonly place: PinPlace })[],
): UnpinTarget[] {
  const targets: UnpinTarget[] = [];
  for (const parents of new Set(placed.map(({ place }) => place.parents))) {
    const { names, path: directory } = filesIn(tree, parents);
    for (const name of names) {
      const owner = placed.find(
        ({ place }) => place.parents === parents && isTemporaryName(name, place.name),
      );
      if (!owner) continue;
      const path = `${directory}${name}`;
      targets.push({
        program: owner.name,
        path,
        parents,
        name,
        verify: verifyProgram(tree, owner.name, path),
      });
    }
  }
  return targets;
}

/** The pins of an object's programs, as an unpin is to remove them. */
export function programTargets(tree: DirectoryTree, programs: readonly ProgramRequest[]): UnpinTarget[] {
  const placed = programs.filter(
    (one): one is ProgramRequest & { place: PinPlace } => one.place.path !== undefined,
  );
  const pins = placed.map(({ name: program, place: { path, parents, name } }): UnpinTarget => {
    return { program, path, parents, name, verify: verifyProgram(tree, program, path) };
  });
  return [...pins, ...leftByKilled(tree, placed)];
}
