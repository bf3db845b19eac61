import type { MapSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { type MapCreator, writableFlags } from "./create-map.js";
import type { Directory } from "./directory.js";
import type { DirectoryTree } from "./directory-tree.js";
import { MapIncompatibleError, PinError } from "./errors.js";
import { fillMap, holdsPrograms, needsFilling, needsFreezing } from "./fill-map.js";
import { isPinned, type Look, type PinnedLook, type Settled } from "./look.js";
import type { Outcome } from "./pinned-maps.js";
import { withRetries } from "./race.js";
import { openSame } from "./reopen.js";
import type { ObjectRequest } from "./request.js";
import type { MadePin } from "./rollback.js";
import { conflictOf, lookAtPin } from "./survey.js";
import { errnoOf, systemError } from "./system-error.js";

/** What filling a new map's slots needs. */
interface SlotFds extends Disposable {
  readonly bySymbol: ReadonlyMap<string, BpfFd>;
}

/** A new map, and the kernel's id of it. */
interface Made {
  readonly fd: BpfFd;
  readonly id: number;
}

/**
 * Brings the maps of one object to their paths, one after the other, and remembers what it made. Inner maps that a new
 * map's slots name come before it.
 */
export class MapSettler {
  readonly #request: ObjectRequest;
  readonly #tree: DirectoryTree;
  readonly #creator: MapCreator;
  readonly #warn: (warning: string) => void;
  readonly #hold: boolean;
  readonly #looks: readonly Look[];
  readonly #underway = new Set<Look>();
  readonly #again: () => void;
  /** What a roll-back has to remove. */
  readonly pins: MadePin[] = [];

  constructor(
    request: ObjectRequest,
    tree: DirectoryTree,
    creator: MapCreator,
    looks: readonly Look[],
    warn: (warning: string) => void,
  ) {
    this.#request = request;
    this.#tree = tree;
    this.#creator = creator;
    this.#looks = looks;
    this.#warn = warn;
    this.#hold = request.options.hold ?? true;
    this.#again = () => tree.forget();
  }

  /** @throws MapIncompatibleError, PinError of every kind */
  settle(look: Look): Settled {
    look.settled ??= look.spec.slots ? this.#settleWithSlots(look) : this.#settle(look);
    return look.settled;
  }

  #settle(look: Look): Settled {
    return isPinned(look) ? this.#settlePinned(look) : this.#settleUnpinned(look);
  }

  /** Slots lead from one map to the next, and perhaps back. */
  #settleWithSlots(look: Look): Settled {
    if (this.#underway.has(look)) {
      const { name } = look.spec;
      throw new PinError("ERR_PIN_SLOT", `The initial slots of the map ${name} lead back to itself.`, {
        map: name,
      });
    }
    this.#underway.add(look);
    const settled = this.#settle(look);
    this.#underway.delete(look);
    return settled;
  }

  #settleUnpinned(look: Look): Settled {
    const slots = this.#slotFds(look.spec);
    try {
      const { fd, id } = this.#identify(this.#make(look, slots), look);
      return { id, outcome: "unpinned", fd };
    } finally {
      slots?.[Symbol.dispose]();
    }
  }

  #settlePinned(look: PinnedLook): Settled {
    const { spec, place } = look;
    if (look.seen?.state === "compatible") return this.#finish(look, look.seen.id, "reused", look.seen.fd);
    let first = true;
    let made: Made | undefined;
    let slots: SlotFds | undefined;
    try {
      return withRetries(place.path, spec.name, this.#again, () => {
        const seen = first ? look.seen : lookAtPin(this.#tree, look);
        first = false;
        if (seen?.state === "different")
          throw new MapIncompatibleError([conflictOf(look, seen)], "rolled back");
        if (seen) {
          made?.fd.close();
          return this.#finish(look, seen.id, "reused", seen.fd);
        }
        slots ??= this.#slotFds(spec);
        const directory = this.#tree.make(place.parents);
        made ??= this.#identify(this.#make(look, slots), look);
        if (!this.#pin(look, directory, made)) return undefined;
        return this.#finish(look, made.id, "created", made.fd);
      });
    } catch (error) {
      made?.fd.close();
      throw error;
    } finally {
      slots?.[Symbol.dispose]();
    }
  }

  /** False where the name was taken or the directory removed meanwhile. */
  #pin(look: PinnedLook, directory: Directory, { fd, id }: Made): boolean {
    const { kernel } = this.#tree;
    const { path, name } = look.place;
    try {
      kernel.objPin(fd, name, { directory: directory.fd });
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === "EEXIST" || errno === "ENOENT") return false;
      throw systemError(error, `pin the map ${look.spec.name} at ${path}`, { map: look.spec.name, path });
    }
    this.#tree.keep(directory);
    this.pins.push({ directory, name, path, id });
    return true;
  }

  #finish(look: PinnedLook, id: number, outcome: Outcome, fd: BpfFd): Settled {
    if (!this.#hold) {
      fd.close();
      return { id, outcome, fd: undefined };
    }
    if (outcome === "reused" || !this.#madeWritable(look)) return { id, outcome, fd };
    // It was made writable to be filled; what is handed out has the access that the definition asks for.
    fd.close();
    return { id, outcome, fd: openSame(this.#tree, look, id) };
  }

  #madeWritable({ spec, access }: Look): boolean {
    return access !== "rw" && needsFilling(spec);
  }

  #make(look: Look, slots: SlotFds | undefined): BpfFd {
    const { spec, wanted } = look;
    const flags = this.#madeWritable(look) ? writableFlags(wanted.flags) : wanted.flags;
    const fd = this.#creator.create(spec, wanted, flags);
    if (!needsFilling(spec) && !needsFreezing(spec)) return fd;
    try {
      const empty = fillMap(this.#tree.kernel, fd, spec, (symbol) => slots?.bySymbol.get(symbol));
      if (empty.length > 0) {
        this.#warn(
          `Slots of the program array ${spec.name} stay empty, as these programs were not given: ${empty.join(", ")}.`,
        );
      }
      return fd;
    } catch (error) {
      fd.close();
      throw error;
    }
  }

  #identify(fd: BpfFd, { spec }: Look): Made {
    try {
      return { fd, id: this.#tree.kernel.mapInfo(fd).id };
    } catch (error) {
      fd.close();
      throw systemError(error, `ask for the id of the new map ${spec.name}`, { map: spec.name });
    }
  }

  #slotFds(outer: MapSpec): SlotFds | undefined {
    if (!outer.slots) return undefined;
    const bySymbol = new Map<string, BpfFd>();
    const opened: BpfFd[] = [];
    const fds: SlotFds = {
      bySymbol,
      [Symbol.dispose]: () => {
        for (const fd of opened) fd.close();
      },
    };
    try {
      for (const { symbol } of outer.slots) {
        if (bySymbol.has(symbol)) continue;
        const fd = holdsPrograms(outer)
          ? this.#request.options.programs?.get(symbol)
          : this.#innerFd(symbol, outer, opened);
        if (fd) bySymbol.set(symbol, fd);
      }
      return fds;
    } catch (error) {
      fds[Symbol.dispose]();
      throw error;
    }
  }

  #innerFd(symbol: string, outer: MapSpec, opened: BpfFd[]): BpfFd {
    const look =
      this.#looks.find(({ spec }) => spec.symbol === symbol) ??
      this.#looks.find(({ spec }) => spec.name === symbol);
    if (!look) {
      throw new PinError(
        "ERR_PIN_SLOT",
        `A slot of the map ${outer.name} names ${symbol}, which is no map of the object.`,
        { map: outer.name },
      );
    }
    const settled = this.settle(look);
    if (settled.fd) return settled.fd;
    const fd = openSame(this.#tree, look as PinnedLook, settled.id);
    opened.push(fd);
    return fd;
  }
}
