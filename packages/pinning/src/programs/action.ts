import { type ProgramObstacle, ProgramPinError } from "./errors.js";
import { hasPlace, type PlacedProgram, type ProgramLook, type SeenAtPath } from "./look.js";
import type { OnExistingProgram } from "./options.js";

/** What loading does about a program; `load` is one without a pin, `skip` one that is not loaded. */
export type ProgramAction = "load-and-pin" | "load" | "keep" | "replace" | "conflict" | "skip";

/** A program whose path holds one already. */
export type OccupiedProgram = PlacedProgram & { readonly seen: SeenAtPath & { readonly kind: "prog" } };

/** True for a program whose path holds one already. */
export const isOccupied = (look: ProgramLook): look is OccupiedProgram =>
  hasPlace(look) && look.seen?.kind === "prog";

/** What is to be done about a program, from what its path holds. */
export function programAction(look: ProgramLook, onExisting: OnExistingProgram): ProgramAction {
  if (!hasPlace(look)) return "load";
  if (!look.seen) return "load-and-pin";
  if (!isOccupied(look) || onExisting === "fail") return "conflict";
  // Renaming over a symlink would replace the link, and leave what it leads to as it is.
  return onExisting === "replace" && look.seen.throughLink ? "conflict" : onExisting;
}

/** What stands at a program's path: the symlink itself, where only that keeps the program from being replaced. */
export function foundAt(
  { name, place, seen }: PlacedProgram & { readonly seen: SeenAtPath },
  onExisting: OnExistingProgram,
): ProgramObstacle {
  const isLink = seen.kind === "prog" && seen.throughLink && onExisting === "replace";
  const found = { program: name, path: place.path, kind: isLink ? ("symlink" as const) : seen.kind };
  return seen.id === undefined ? found : { ...found, id: seen.id };
}

/** True where something stands at a program's path. */
export const isFound = (look: ProgramLook): look is PlacedProgram & { readonly seen: SeenAtPath } =>
  hasPlace(look) && look.seen !== undefined;

/** What stands in the way of programs, in the object's order. */
export function obstaclesOf(looks: readonly ProgramLook[], onExisting: OnExistingProgram): ProgramObstacle[] {
  return looks.flatMap((look) =>
    isFound(look) && programAction(look, onExisting) === "conflict" ? [foundAt(look, onExisting)] : [],
  );
}

/** @throws ProgramPinError */
export function refuseObstacles(looks: readonly ProgramLook[], onExisting: OnExistingProgram): void {
  const [first, ...others] = obstaclesOf(looks, onExisting);
  if (first) throw new ProgramPinError([first, ...others]);
}
