import type { DirectoryTree } from "../directory-tree.js";
import { KnownNames } from "../known-names.js";
import { isPinned, type Look, type PinnedLook } from "../look.js";
import { isOccupied } from "../programs/action.js";
import { closeSeen, lookAtProgram } from "../programs/look.js";
import { overtaken } from "../programs/pinner.js";
import { PinRaceError } from "../race-error.js";
import { lookAtPin } from "../survey.js";
import { preparedMap } from "./make-missing.js";
import type { Prepared } from "./prepared.js";

const isReused = (look: Look): look is PinnedLook => isPinned(look) && preparedMap(look).outcome === "reused";

/** @throws PinRaceError where a map that is reused, or a program that is kept, has gone from its path meanwhile. */
export function checkStillThere({ looks, programs, request }: Prepared, tree: DirectoryTree): void {
  const names = new KnownNames(tree.kernel);
  for (const look of looks.filter(isReused)) {
    const { spec, place } = look;
    const { id } = preparedMap(look);
    const seen = lookAtPin(tree, look, names);
    if (seen?.state === "compatible") seen.fd.close();
    if (seen?.id === id) continue;
    const at = { map: spec.name, path: place.path };
    throw new PinRaceError(`${place.path} lost the map id ${id}, which was pinned there,`, at);
  }
  if (request.options.onExistingProgram !== "keep") return;
  for (const look of [...programs.values()].filter(isOccupied)) {
    const seen = lookAtProgram(tree, look.name, look.place);
    closeSeen(seen);
    if (seen?.kind !== "prog" || seen.id !== look.seen.id) throw overtaken(look);
  }
}
