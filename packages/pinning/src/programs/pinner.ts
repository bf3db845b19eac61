import type { Directory } from "../directory.js";
import { childPath, type DirectoryTree } from "../directory-tree.js";
import type { Leftover } from "../errors.js";
import { isPin } from "../file-type.js";
import { pinnedIdAt } from "../pinned-id.js";
import { withRetries } from "../race.js";
import { PinRaceError } from "../race-error.js";
import type { MadePin } from "../rollback.js";
import { errnoOf, systemError } from "../system-error.js";
import { type Pinnable, tryPin } from "../try-pin.js";
import { isOccupied, type OccupiedProgram } from "./action.js";
import { type FormerPin, formerPin, giveSecondName, isFormer } from "./former-pin.js";
import { hasPlace, type PlacedProgram, type ProgramLook } from "./look.js";
import type { LoadedProgram, ProgramOutcome } from "./pinned-program.js";
import { temporaryName } from "./temporary-name.js";
import { dropFormer, type ReplacingPin } from "./undo-replacing.js";

/** A program under its temporary name, beside the one it is to replace. */
interface Staged {
  readonly look: OccupiedProgram;
  readonly aside: MadePin;
  /** The second name of the one to be replaced, and its inode; undefined where the kernel allows none. */
  readonly kept: { readonly pin: MadePin; readonly former: FormerPin } | undefined;
}

/** Pins the programs of one commit, and tells what a roll-back has to undo. */
export class ProgramPinner {
  readonly #tree: DirectoryTree;
  /** What a roll-back has to undo, oldest first; shared with whoever pins the maps. */
  readonly #pins: MadePin[];
  readonly #replacing: ReplacingPin[] = [];

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
    return { look, aside, kept: this.#keepFormer(look, aside.directory) };
  }

  /** Gives the pin that is to be replaced a second name, by which a roll-back finds the very inode again. */
  #keepFormer(look: OccupiedProgram, directory: Directory): Staged["kept"] {
    const { path, name } = look.place;
    const { id } = look.seen;
    const { kernel } = this.#tree;
    try {
      const second = giveSecondName(kernel, directory, name, { program: look.name, path });
      if (second === undefined) return undefined;
      const at = { kind: "prog", directory, name: second } as const;
      const pin = { ...at, path: childPath(directory, second), id, isSecondName: true };
      this.#pins.push(pin);
      const former = formerPin(kernel, directory, second);
      if (!former || pinnedIdAt(this.#tree, at) !== id) throw overtaken(look);
      return { pin, former };
    } catch (error) {
      throw replacingFailed(error, look);
    }
  }

  /** Between the last look and the renaming is a moment that the kernel gives no way to close. */
  #takePlace({ look, aside, kept }: Staged): void {
    const { path, name } = look.place;
    const { directory, kind, id } = aside;
    try {
      if (!this.#isUnchanged(look, directory, kept?.former)) throw overtaken(look);
      this.#tree.kernel.renameat2(directory.fd, aside.name, directory.fd, name);
    } catch (error) {
      throw replacingFailed(error, look);
    }
    for (const pin of kept ? [aside, kept.pin] : [aside]) this.#pins.splice(this.#pins.indexOf(pin), 1);
    const previous = { fd: look.seen.fd, id: look.seen.id, former: kept?.former };
    const pin = { kind, directory, name, path, id, previous };
    this.#replacing.push(pin);
    this.#pins.push(pin);
  }

  #isUnchanged({ place, seen }: OccupiedProgram, directory: Directory, former?: FormerPin): boolean {
    const { name } = place;
    const stat = this.#tree.kernel.fstatat(directory.fd, name);
    if (former) return isFormer(stat, former);
    return isPin(stat) && pinnedIdAt(this.#tree, { directory, name, kind: "prog" }) === seen.id;
  }

  /** Removes the second names of the pins that were replaced: nothing can fail any more. @returns what stayed */
  finish(): Leftover[] {
    return this.#replacing.flatMap((pin) => dropFormer(this.#tree, pin));
  }
}

/** What a failure to replace a program is called. */
function replacingFailed(error: unknown, look: OccupiedProgram): unknown {
  if (errnoOf(error) === "ENOENT") return overtaken(look, error);
  const { name: program, place } = look;
  return systemError(error, `replace the program at ${place.path}`, { program, path: place.path });
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
