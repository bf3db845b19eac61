import type { Directory, MadeDirectory } from "./directory.js";
import type { DirectoryTree } from "./directory-tree.js";
import type { Leftover } from "./errors.js";
import { pinnedIdAt } from "./pinned-id.js";
import type { Previous } from "./programs/put-back.js";
import {
  dropFormer,
  keepsFormer,
  notPutBack,
  type ReplacingPin,
  undoReplacing,
} from "./programs/undo-replacing.js";
import { errnoOf, reasonOf } from "./system-error.js";

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
  /** A second name of a pin that was there, made by this call; it is removed whatever it holds. */
  readonly isSecondName?: boolean;
}

const isReplacing = (pin: MadePin): pin is MadePin & ReplacingPin => pin.previous !== undefined;

/** Removes one pin, or puts back what it took the place of. */
const undoPin = (tree: DirectoryTree, pin: MadePin, warn: (warning: string) => void): Leftover[] => {
  const { directory, name, path, id, isSecondName = false } = pin;
  try {
    if (!isSecondName && pinnedIdAt(tree, pin) !== id) return isReplacing(pin) ? dropFormer(tree, pin) : [];
    if (isReplacing(pin)) undoReplacing(tree, pin, warn);
    else tree.kernel.unlinkat(directory.fd, name);
    return [];
  } catch (error) {
    // Gone already, with its directory perhaps.
    if (errnoOf(error) === "ENOENT" && !(isReplacing(pin) && keepsFormer(tree, pin))) return [];
    return isReplacing(pin) ? notPutBack(tree, pin, error) : [{ path, kind: "pin", reason: reasonOf(error) }];
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
 * @param warn told of what is back, but not as it was; must not throw
 * @returns what could not be removed; a directory that still holds some of it is part of it.
 */
export function rollBack(
  tree: DirectoryTree,
  pins: readonly MadePin[],
  warn: (warning: string) => void = () => {},
): Leftover[] {
  const leftovers: Leftover[] = [];
  const stuck: Stuck[] = [];
  for (const pin of pins.toReversed()) {
    const left = undoPin(tree, pin, warn);
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
