import type { DirectoryTree } from "../directory-tree.js";
import { isPinned, type Look, type PinnedLook } from "../look.js";
import { isMadeWritable } from "../make-map.js";
import { withRetries } from "../race.js";
import { PinRaceError } from "../race-error.js";
import { openSame } from "../reopen.js";
import type { MadePin } from "../rollback.js";
import { tryPin } from "../try-pin.js";
import { preparedMap } from "./make-missing.js";

function pinMap(look: PinnedLook, tree: DirectoryTree): MadePin {
  const { spec, place } = look;
  const { fd, id } = preparedMap(look);
  const owner = { map: spec.name };
  return withRetries(
    place.path,
    owner,
    () => tree.forget(),
    () => {
      const directory = tree.make(place.parents);
      const pin = tryPin(tree, { kind: "map", fd, id, owner }, directory, place.name, place.path);
      if (pin === "taken") throw new PinRaceError(`${place.path} was pinned`, { ...owner, path: place.path });
      return pin === "gone" ? undefined : pin;
    },
  );
}

/**
 * Pins the maps that are new; each pin goes into `pins`, for a roll-back.
 * @throws PinRaceError where another process pinned one meanwhile, PinSystemError, PinPathError
 */
export function pinMaps(looks: readonly Look[], tree: DirectoryTree, pins: MadePin[]): void {
  for (const look of looks) {
    const { id, outcome, fd } = preparedMap(look);
    if (!isPinned(look) || outcome !== "created") continue;
    pins.push(pinMap(look, tree));
    if (!isMadeWritable(look)) continue;
    // It was made writable to be filled; what is handed out has the access that the definition asks for.
    look.settled = { id, outcome, fd: openSame(tree, look, id) };
    fd.close();
  }
}
