import type { Directory } from "../directory.js";
import { childPath, type DirectoryTree } from "../directory-tree.js";
import type { Leftover } from "../errors.js";
import { errnoOf, reasonOf } from "../system-error.js";
import { holdsFormer } from "./former-pin.js";
import { type Previous, putBack, StuckAside } from "./put-back.js";

/** A program's pin that took the place of another one. */
export interface ReplacingPin {
  readonly directory: Directory;
  readonly name: string;
  readonly path: string;
  readonly previous: Previous;
}

/** Removes the second name of a former pin whose path is somebody else's by now, or whose replacement is final. */
export function dropFormer(tree: DirectoryTree, { directory, previous }: ReplacingPin): Leftover[] {
  const { former } = previous;
  if (!former) return [];
  try {
    tree.kernel.unlinkat(directory.fd, former.name);
    return [];
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    return [{ path: childPath(directory, former.name), kind: "pin", reason: reasonOf(error) }];
  }
}

/** Puts back what a pin took the place of; `warn` is told where that is a new pin. @throws what {@link putBack} does */
export function undoReplacing(
  tree: DirectoryTree,
  { directory, name, path, previous }: ReplacingPin,
  warn: (warning: string) => void,
): void {
  if (putBack(tree.kernel, previous, directory, name)) return;
  warn(
    `${path} holds the program id ${previous.id} again, but by a new pin: its mode, owner and times are not those it had, since the former pin could not be kept under a second name.`,
  );
}

/** Whether the former pin still has its second name; true where that cannot be found out. */
export function keepsFormer(tree: DirectoryTree, { directory, previous: { former } }: ReplacingPin): boolean {
  try {
    return former !== undefined && holdsFormer(tree.kernel, directory, former.name, former);
  } catch {
    return true;
  }
}

/** What is left where a program could not be put back: ours at its path, and what bears a temporary name. */
export function notPutBack(tree: DirectoryTree, pin: ReplacingPin, error: unknown): Leftover[] {
  const { directory, path, previous } = pin;
  const reason = `the program id ${previous.id} could not be put back: ${reasonOf(error)}`;
  const left: Leftover[] = [{ path, kind: "pin", reason }];
  if (error instanceof StuckAside) {
    left.push({ path: childPath(directory, error.aside), kind: "pin", reason: reasonOf(error.why) });
  }
  const { former } = previous;
  if (former && keepsFormer(tree, pin)) {
    const advice = `it is the former pin, of the program id ${previous.id}: rename it over ${path} to have it back`;
    left.push({ path: childPath(directory, former.name), kind: "pin", reason: advice });
  }
  return left;
}
