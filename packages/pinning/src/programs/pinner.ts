import type { DirectoryTree } from "../directory-tree.js";
import { childPath } from "../directory-tree.js";
import { withRetries } from "../race.js";
import { PinRaceError } from "../race-error.js";
import { type MadePin, pinnedIdAt } from "../rollback.js";
import { errnoOf, systemError } from "../system-error.js";
import { type Pinnable, tryPin } from "../try-pin.js";
import { isOccupied, type OccupiedProgram } from "./action.js";
import { hasPlace, type PlacedProgram, type ProgramLook } from "./look.js";
import type { LoadedProgram, ProgramOutcome } from "./pinned-program.js";
import { temporaryName } from "./temporary-name.js";

/** A program under its temporary name, beside the one it is to replace. */
interface Staged {
  readonly look: OccupiedProgram;
  readonly aside: MadePin;
}

/** Pins the programs of one commit, and tells what a roll-back has to undo. */
export class ProgramPinner {
  readonly #tree: DirectoryTree;
  /** What a roll-back has to undo, oldest first; shared with whoever pins the maps. */
  readonly #pins: MadePin[];

  constructor(tree: DirectoryTree, pins: MadePin[]) {
    this.#tree = tree;
    this.#pins = pins;
  }

  /**
   * Pins where there is nothing first, and takes the place of others last, when nothing but a renaming can fail.
   * @throws PinRaceError, PinSystemError, PinPathError
   */
  pin(programs: readonly LoadedProgram[], looks: ReadonlyMap<string, ProgramLook>): ProgramOutcome[] {
    const staged: Staged[] = [];
    const outcomes = programs.map((program): ProgramOutcome => {
      const look = looks.get(program.name);
      if (!look || !hasPlace(look)) return "unpinned";
      if (isOccupied(look)) {
        staged.push(this.#stage(look, program));
        return "replaced";
      }
      this.#pinNew(look, program);
      return "pinned";
    });
    for (const one of staged) this.#takePlace(one);
    return outcomes;
  }

  #pinNew({ name, place }: PlacedProgram, program: LoadedProgram): void {
    const { path, parents } = place;
    const again = (): void => this.#tree.forget();
    const pin = withRetries(path, { program: name }, again, () => {
      const made = tryPin(this.#tree, pinnable(program), this.#tree.make(parents), place.name, path);
      if (made === "taken") throw new PinRaceError(`${path} was pinned`, { program: name, path });
      return made === "gone" ? undefined : made;
    });
    this.#pins.push(pin);
  }

  #stage(look: OccupiedProgram, program: LoadedProgram): Staged {
    const { path, parents, name } = look.place;
    const again = (): void => this.#tree.forget();
    const aside = withRetries(path, { program: look.name }, again, () => {
      const directory = this.#tree.find(parents);
      if (!directory) throw overtaken(look);
      const temporary = temporaryName(name);
      const at = childPath(directory, temporary);
      const made = tryPin(this.#tree, pinnable(program), directory, temporary, at);
      return made === "taken" || made === "gone" ? undefined : made;
    });
    this.#pins.push(aside);
    return { look, aside };
  }

  /** Between the last look and the renaming is a moment that the kernel gives no way to close. */
  #takePlace({ look, aside }: Staged): void {
    const { path, name } = look.place;
    const { directory, kind, id } = aside;
    const { fd } = directory;
    try {
      if (pinnedIdAt(this.#tree, { directory, name, kind }) !== look.seen.id) throw overtaken(look);
      this.#tree.kernel.renameat2(fd, aside.name, fd, name);
    } catch (error) {
      if (errnoOf(error) === "ENOENT") throw overtaken(look, error);
      throw systemError(error, `replace the program at ${path}`, { program: look.name, path });
    }
    this.#pins.splice(this.#pins.indexOf(aside), 1);
    this.#pins.push({ kind, directory, name, path, id, previous: { fd: look.seen.fd, id: look.seen.id } });
  }
}

const pinnable = ({ name, fd, id }: LoadedProgram): Pinnable => ({
  kind: "prog",
  fd,
  id,
  owner: { program: name },
});

/** The program that was seen at a path is not there any more. */
export const overtaken = ({ name, place, seen }: OccupiedProgram, cause?: unknown): PinRaceError =>
  new PinRaceError(`${place.path} lost the program id ${seen.id}, which was pinned there,`, {
    program: name,
    path: place.path,
    cause,
  });
