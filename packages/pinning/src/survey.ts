import type { MapSpec } from "@bpf/elf";
import type { DirectoryTree } from "./directory-tree.js";
import { openEntry } from "./entry.js";
import type { Conflict } from "./errors.js";
import type { Access } from "./kernel.js";
import { type PinState, pinState } from "./pin-state.js";
import { withRetries } from "./race.js";
import type { MapRequest, ObjectRequest } from "./request.js";
import type { Place } from "./resolve.js";
import { accessOf, type WantedMap, wantedMap } from "./wanted.js";

/** One map, what this kernel would make of it, and what stood at its path when it was looked at. */
export interface Look {
  readonly spec: MapSpec;
  readonly place: Place;
  readonly wanted: WantedMap;
  readonly access: Access;
  /** Undefined: nothing there, or no path. */
  readonly seen: PinState | undefined;
}

/** A look at a map that has a path. */
export type PinnedLook = Look & { readonly place: Required<Pick<Place, "path" | "components">> };

/** True for a map that goes to a path. */
export const isPinned = (look: Look): look is PinnedLook => look.place.components !== undefined;

/** Looks at one path. The fd of a compatible map is the caller's to close. @throws PinPathError, PinSystemError */
export function lookAtPin(
  tree: DirectoryTree,
  { spec, place, wanted, access }: PinnedLook,
): PinState | undefined {
  const at = { map: spec.name, path: place.path };
  const look = (): { seen: PinState | undefined } => {
    const directory = tree.find(place.components.slice(0, -1));
    if (!directory) return { seen: undefined };
    using entry = openEntry(tree, directory, place.components.at(-1)!);
    return { seen: entry && pinState(tree.kernel, entry.fd, wanted, access, at) };
  };
  return withRetries(place.path, spec.name, () => tree.forget(), look).seen;
}

const closeSeen = ({ seen }: Look): void => {
  if (seen?.state === "compatible") seen.fd.close();
};

/**
 * Looks at the path of every map, changing nothing. With `keep`, fds of maps that can be reused stay open.
 * @throws PinPathError, PinSystemError, PinError ERR_NOT_BPFFS
 */
export function survey(request: ObjectRequest, tree: DirectoryTree, keep: boolean): Look[] {
  const looks: Look[] = [];
  try {
    for (const map of request.maps) {
      const look = lookAtMap(request, tree, map);
      looks.push(look);
      if (!keep) closeSeen(look);
    }
  } catch (error) {
    closeLooks(looks);
    throw error;
  }
  return looks;
}

function lookAtMap({ facts }: ObjectRequest, tree: DirectoryTree, { spec, place }: MapRequest): Look {
  const wanted = wantedMap(spec, facts);
  const look: Look = { spec, place, wanted, access: accessOf(spec.flags), seen: undefined };
  return isPinned(look) ? { ...look, seen: lookAtPin(tree, look) } : look;
}

/** Closes the fds that {@link survey} kept. */
export function closeLooks(looks: readonly Look[]): void {
  for (const look of looks) closeSeen(look);
}

/** What stands in the way, in the object's order. */
export function conflictsOf(looks: readonly Look[]): Conflict[] {
  return looks.flatMap((look) =>
    isPinned(look) && look.seen?.state === "different" ? [conflictOf(look, look.seen)] : [],
  );
}

/** One pin that differs from what is wanted there. */
export function conflictOf(
  { spec, place }: PinnedLook,
  { id, mismatches }: PinState & { state: "different" },
): Conflict {
  const conflict = { map: spec.name, path: place.path, mismatches };
  return id === undefined ? conflict : { ...conflict, id };
}
