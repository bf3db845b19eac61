import { isOccupied } from "../programs/action.js";
import type { ProgramLook } from "../programs/look.js";
import type { PinnedProgram } from "../programs/pinned-program.js";
import type { ObjectRequest } from "../request.js";

/** Programs that are pinned already and are left alone: ours are not loaded. */
export function keptPrograms(
  { options }: ObjectRequest,
  programs: ReadonlyMap<string, ProgramLook>,
): PinnedProgram[] {
  if (options.onExistingProgram !== "keep") return [];
  return [...programs.values()]
    .filter(isOccupied)
    .map(({ name, place, seen }) => ({ name, id: seen.id, path: place.path, outcome: "kept", fd: seen.fd }));
}
