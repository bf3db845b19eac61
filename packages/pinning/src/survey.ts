import type { DirectoryTree } from "./directory-tree.js";
import { openEntry } from "./entry.js";
import { type Conflict, MapIncompatibleError } from "./errors.js";
import { KnownNames } from "./known-names.js";
import { isPinned, type Look, type PinnedLook } from "./look.js";
import { openMapName, openMapPin, type PinState, pinState } from "./pin-state.js";
import { StaleDirectory, withRetries } from "./race.js";
import type { MapRequest, ObjectRequest } from "./request.js";
import { accessOf, wantedMap } from "./wanted.js";

/** Looks at one path. The fd of a compatible map is the caller's to close. @throws PinPathError, PinSystemError */
export function lookAtPin(tree: DirectoryTree, look: PinnedLook, names?: KnownNames): PinState | undefined {
  try {
    return lookOnce(tree, look, names);
  } catch (error) {
    if (!(error instanceof StaleDirectory)) throw error;
  }
  const again = (): void => tree.forget();
  again();
  const { place, spec } = look;
  return withRetries(place.path, { map: spec.name }, again, () => ({ seen: lookOnce(tree, look) })).seen;
}

function lookOnce(
  tree: DirectoryTree,
  { spec, place, wanted, access }: PinnedLook,
  names?: KnownNames,
): PinState | undefined {
  const { path, name } = place;
  const directory = tree.find(place.parents);
  if (!directory) return undefined;
  const known = names?.of(directory, name);
  if (known === "absent") return undefined;
  const at = { map: spec.name, path };
  if (known === "pin") {
    const opened = openMapName(tree.kernel, directory.fd, name, access, at);
    if (opened) return pinState(opened, wanted);
  }
  const entry = openEntry(tree, directory, name);
  names?.lookedUp(directory);
  if (!entry) return undefined;
  try {
    return pinState(openMapPin(tree.kernel, entry.fd, access, at), wanted);
  } finally {
    entry.fd.close();
  }
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
  const names = new KnownNames(request.kernel);
  try {
    for (const map of request.maps) {
      const look = lookAtMap(request, tree, map, names);
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
  names: KnownNames,
): Look {
  const wanted = wantedMap(spec, facts);
  const look: Look = {
    spec,
    place,
    wanted,
    access: accessOf(spec.flags),
    seen: undefined,
    settled: undefined,
  };
  if (isPinned(look)) look.seen = lookAtPin(tree, look, names);
  return look;
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

/** @throws MapIncompatibleError, before any change */
export function refuseConflicts(conflicts: readonly Conflict[]): void {
  const [first, ...others] = conflicts;
  if (first) throw new MapIncompatibleError([first, ...others], "nothing changed");
}
