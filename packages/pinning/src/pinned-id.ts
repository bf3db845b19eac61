import type { Directory } from "./directory.js";
import type { DirectoryTree } from "./directory-tree.js";
import { openName } from "./entry.js";

/** A name in a directory, and what is expected there. */
export interface PinnedName {
  readonly directory: Directory;
  readonly name: string;
  readonly kind: "map" | "prog";
}

/** Id of the map or program that a name holds now; undefined where it is free, or holds another kind. */
export const pinnedIdAt = (
  tree: DirectoryTree,
  { directory, name, kind }: PinnedName,
): number | undefined => {
  const { kernel } = tree;
  using entry = openName(tree, directory, name);
  if (!entry) return undefined;
  using fd = kernel.objGet("", { directory: entry.fd });
  if (kernel.fdKind(fd) !== kind) return undefined;
  return (kind === "map" ? kernel.mapInfo(fd) : kernel.progInfo(fd)).id;
};
