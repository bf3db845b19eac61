import type { MapSpec } from "@bpf/elf";
import { AbsentNames } from "./absent-names.js";
import type { DirectoryTree } from "./directory-tree.js";
import { openEntry } from "./entry.js";
import type { Conflict } from "./errors.js";
import type { Access } from "./kernel.js";
import { type PinState, pinState } from "./pin-state.js";
import { withRetries } from "./race.js";
import type { MapRequest, ObjectRequest } from "./request.js";
import type { PinPlace, Place } from "./resolve.js";
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
export type PinnedLook = Look & { readonly place: PinPlace };

/** True for a map that goes to a path. */
export const isPinned = (look: Look): look is PinnedLook => look.place.path !== undefined;

/** Looks at one path. The fd of a compatible map is the caller's to close. @throws PinPathError, PinSystemError */
export function lookAtPin(
  tree: DirectoryTree,
  { spec, place, wanted, access }: PinnedLook,
  absent?: AbsentNames,
): PinState | undefined {
  const at = { map: spec.name, path: place.path };
  const look = (): { seen: PinState | undefined } => {
    const directory = tree.find(place.parents);
    if (!directory || absent?.has(directory, place.name)) return { seen: undefined };
    const entry = openEntry(tree, directory, place.name);
    if (!entry) {
      absent?.missed(directory);
      return { seen: undefined };
    }
    try {
      return { seen: pinState(tree.kernel, entry.fd, wanted, access, at) };
    } finally {
      entry.fd.close();
    }
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
  const absent = new AbsentNames(request.kernel);
  try {
    for (const map of request.maps) {
      const look = lookAtMap(request, tree, map, absent);
      looks.push(look);
      if (!keep) closeSeen(look);
    }
  } catch (error) {
    closeLooks(looks);
    throw error;
  }
  return looks;
}

function lookAtMap(
  { facts }: ObjectRequest,
  tree: DirectoryTree,
  { spec, place }: MapRequest,
  absent: AbsentNames,
): Look {
  const wanted = wantedMap(spec, facts);
  const look: Look = { spec, place, wanted, access: accessOf(spec.flags), seen: undefined };
  return isPinned(look) ? { ...look, seen: lookAtPin(tree, look, absent) } : look;
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
