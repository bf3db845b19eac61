import type { Directory, MadeDirectory } from "./directory.js";
import type { DirectoryTree } from "./directory-tree.js";
import { openName } from "./entry.js";
import type { Leftover } from "./errors.js";
import { errnoOf } from "./system-error.js";

/** A pin that this call made, in the directory it was made in, wherever that has been moved since. */
export interface MadePin {
  readonly directory: Directory;
  readonly name: string;
  readonly path: string;
  /** Id of the map that the path held when it was made. */
  readonly id: number;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Undefined where the name is free, or holds what somebody else put there since. */
const pinnedIdAt = (tree: DirectoryTree, { directory, name }: MadePin): number | undefined => {
  const { kernel } = tree;
  using entry = openName(tree, directory, name);
  if (!entry) return undefined;
  using fd = kernel.objGet("", { directory: entry.fd });
  return kernel.fdKind(fd) === "map" ? kernel.mapInfo(fd).id : undefined;
};

const removePin = (tree: DirectoryTree, pin: MadePin): Leftover | undefined => {
  try {
    if (pinnedIdAt(tree, pin) === pin.id) tree.kernel.unlinkat(pin.directory.fd, pin.name);
    return undefined;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    return { path: pin.path, kind: "pin", reason: reasonOf(error) };
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
 * Removes what a failed call made, newest first: its pins while they still hold its maps, then its directories while
 * they are empty. Never throws.
 * @returns what could not be removed; a directory that still holds some of it is part of it.
 */
export function rollBack(tree: DirectoryTree, pins: readonly MadePin[]): Leftover[] {
  const leftovers: Leftover[] = [];
  const stuck: Stuck[] = [];
  for (const pin of pins.toReversed()) {
    const left = removePin(tree, pin);
    if (!left) continue;
    leftovers.push(left);
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
