import type { BpfFd } from "@bpf/syscall";
import type { Directory } from "./directory.js";
import type { DirectoryTree } from "./directory-tree.js";
import type { PinOwner } from "./race.js";
import type { MadePin } from "./rollback.js";
import { errnoOf, systemError } from "./system-error.js";

/** What is to be pinned, and for what map or program of the object. */
export interface Pinnable {
  readonly kind: MadePin["kind"];
  readonly fd: BpfFd;
  readonly id: number;
  readonly owner: PinOwner;
}

/**
 * Pins in an open directory. The pin is what a roll-back has to remove.
 * @returns why it did not: the name was `taken`, or the directory `gone`, meanwhile.
 * @throws PinSystemError
 */
export function tryPin(
  tree: DirectoryTree,
  { kind, fd, id, owner }: Pinnable,
  directory: Directory,
  name: string,
  path: string,
): MadePin | "taken" | "gone" {
  try {
    tree.kernel.objPin(fd, name, { directory: directory.fd });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "EEXIST") return "taken";
    if (errno === "ENOENT") return "gone";
    const what = kind === "map" ? `the map ${owner.map}` : `the program ${owner.program}`;
    throw systemError(error, `pin ${what} at ${path}`, { ...owner, path });
  }
  tree.keep(directory);
  return { kind, directory, name, path, id };
}
