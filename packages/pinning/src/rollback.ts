import type { Directory, MadeDirectory } from "./directory.js";
import { childPath, type DirectoryTree } from "./directory-tree.js";
import { openName } from "./entry.js";
import type { Leftover } from "./errors.js";
import { type Previous, putBack, StuckAside } from "./programs/put-back.js";
import { errnoOf } from "./system-error.js";

/** A pin that this call made, in the directory it was made in, wherever that has been moved since. */
export interface MadePin {
  readonly directory: Directory;
  readonly name: string;
  readonly path: string;
  readonly kind: "map" | "prog";
  /** Id of the map or program that the path held when it was made. */
  readonly id: number;
  /** The program that was pinned there before, and is to be put back. */
  readonly previous?: Previous;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Id of the map or program that a name holds now; undefined where it is free, or holds another kind. */
export const pinnedIdAt = (
  tree: DirectoryTree,
  { directory, name, kind }: Pick<MadePin, "directory" | "name" | "kind">,
): number | undefined => {
  const { kernel } = tree;
  using entry = openName(tree, directory, name);
  if (!entry) return undefined;
  using fd = kernel.objGet("", { directory: entry.fd });
  if (kernel.fdKind(fd) !== kind) return undefined;
  return (kind === "map" ? kernel.mapInfo(fd) : kernel.progInfo(fd)).id;
};

/** Removes one pin, or puts back what it took the place of. */
const undoPin = (tree: DirectoryTree, pin: MadePin): Leftover[] => {
  const { directory, name, path, previous } = pin;
  try {
    if (pinnedIdAt(tree, pin) !== pin.id) return [];
    if (previous) putBack(tree.kernel, previous, directory, name);
    else tree.kernel.unlinkat(directory.fd, name);
    return [];
  } catch (error) {
    // Gone already, with its directory perhaps.
    if (errnoOf(error) === "ENOENT") return [];
    const lost = previous ? `the program id ${previous.id} could not be put back: ` : "";
    const left: Leftover[] = [{ path, kind: "pin", reason: `${lost}${reasonOf(error)}` }];
    if (error instanceof StuckAside) {
      left.push({ path: childPath(directory, error.aside), kind: "pin", reason: reasonOf(error.why) });
    }
    return left;
  }
};

/** True while the name still leads to the directory that was made. */
const stillOurs = (tree: DirectoryTree, { parent, name, opened }: MadeDirectory): boolean => {
  if (!opened) return true;
  const { dev, ino } = tree.kernel.fstatat(parent.fd, name);
  return dev === opened.stat.dev && ino === opened.stat.ino;
};

const removeDirectory = (tree: DirectoryTree, made: MadeDirectory): Leftover | undefined => {
  try {
    if (stillOurs(tree, made)) tree.kernel.unlinkat(made.parent.fd, made.name, { directory: true });
    return undefined;
  } catch (error) {
    const errno = errnoOf(error);
    // Gone already, or somebody else uses it by now.
    if (errno === "ENOENT" || errno === "ENOTEMPTY" || errno === "EEXIST") return undefined;
    return { path: made.path, kind: "directory", reason: reasonOf(error) };
  }
};

/** What could not be removed, and the directory it lies in. */
interface Stuck {
  readonly directory: Directory;
  readonly path: string;
}

const isIn = ({ directory }: Stuck, made: MadeDirectory): boolean => {
  for (let at: Directory | undefined = directory; at; at = at.parent) if (at === made.opened) return true;
  return false;
};

/**
 * Removes what a failed call made, newest first: its pins while they still hold its maps and programs (a program that was
 * replaced is put back), then its directories while they are empty. Never throws.
 * @returns what could not be removed; a directory that still holds some of it is part of it.
 */
export function rollBack(tree: DirectoryTree, pins: readonly MadePin[]): Leftover[] {
  const leftovers: Leftover[] = [];
  const stuck: Stuck[] = [];
  for (const pin of pins.toReversed()) {
    const left = undoPin(tree, pin);
    if (left.length === 0) continue;
    leftovers.push(...left);
    stuck.push(pin);
  }
  for (const made of tree.made.toReversed()) {
    const inside = stuck.find((one) => isIn(one, made));
    const left: Leftover | undefined = inside
      ? { path: made.path, kind: "directory", reason: `it holds ${inside.path}` }
      : removeDirectory(tree, made);
    if (!left) continue;
    leftovers.push(left);
    stuck.push({ directory: made.parent, path: made.path });
  }
  return leftovers;
}
