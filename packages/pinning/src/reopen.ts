import type { BpfFd } from "@bpf/syscall";
import { DirectoryTree } from "./directory-tree.js";
import { PinError } from "./errors.js";
import type { PinnedLook } from "./look.js";
import type { ObjectRequest } from "./request.js";
import { lookAtPin } from "./survey.js";

/**
 * Opens a pinned map by its path and makes sure that it is still the same one.
 * @throws PinError ERR_PIN_CHANGED, PinPathError, PinSystemError
 */
export function reopenPinned(
  { kernel, placement, options }: ObjectRequest,
  look: PinnedLook,
  id: number,
): BpfFd {
  using tree = new DirectoryTree(kernel, placement.root, options.unsafeDirs ?? false);
  return openSame(tree, look, id);
}

/** {@link reopenPinned} through directories that are open already. */
export function openSame(tree: DirectoryTree, look: PinnedLook, id: number): BpfFd {
  const seen = lookAtPin(tree, look);
  if (seen?.state === "compatible") {
    if (seen.id === id) return seen.fd;
    seen.fd.close();
  }
  const { path } = look.place;
  const now =
    seen === undefined
      ? "it is gone"
      : `something else is there${seen.id === undefined ? "" : ` (id ${seen.id})`}`;
  throw new PinError("ERR_PIN_CHANGED", `The pin ${path} no longer holds the map id ${id}: ${now}.`, {
    map: look.spec.name,
    path,
  });
}
