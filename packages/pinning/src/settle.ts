import type { BpfFd } from "@bpf/syscall";
import type { DirectoryTree } from "./directory-tree.js";
import { MapIncompatibleError } from "./errors.js";
import { isPinned, type Look, type PinnedLook, type Settled } from "./look.js";
import { isMadeWritable, type MadeMap, type MapMaker, type SlotFds } from "./make-map.js";
import type { Outcome } from "./pinned-maps.js";
import { withRetries } from "./race.js";
import { openSame } from "./reopen.js";
import type { MadePin } from "./rollback.js";
import { conflictOf, lookAtPin } from "./survey.js";
import { tryPin } from "./try-pin.js";

/**
 * Brings the maps of one object to their paths, one after the other, and remembers what it made. Inner maps that a new
 * map's slots name come before it.
 */
export class MapSettler {
  readonly #tree: DirectoryTree;
  readonly #maker: MapMaker;
  readonly #hold: boolean;
  readonly #again: () => void;
  /** What a roll-back has to remove. */
  readonly pins: MadePin[] = [];

  constructor(tree: DirectoryTree, maker: MapMaker, hold: boolean) {
    this.#tree = tree;
    this.#maker = maker;
    this.#hold = hold;
    this.#again = () => tree.forget();
  }

  /** @throws MapIncompatibleError, PinError of every kind */
  settle(look: Look): Settled {
    look.settled ??= this.#maker.once(look, () =>
      isPinned(look) ? this.#settlePinned(look) : this.#settleUnpinned(look),
    );
    return look.settled;
  }

  #settleUnpinned(look: Look): Settled {
    const slots = this.#slotFds(look);
    try {
      const { fd, id } = this.#maker.make(look, slots);
      return { id, outcome: "unpinned", fd };
    } finally {
      slots?.[Symbol.dispose]();
    }
  }

  #settlePinned(look: PinnedLook): Settled {
    const { spec, place } = look;
    if (look.seen?.state === "compatible") return this.#finish(look, look.seen.id, "reused", look.seen.fd);
    let first = true;
    let made: MadeMap | undefined;
    let slots: SlotFds | undefined;
    try {
      return withRetries(place.path, { map: spec.name }, this.#again, () => {
        const seen = first ? look.seen : lookAtPin(this.#tree, look);
        first = false;
        if (seen?.state === "different")
          throw new MapIncompatibleError([conflictOf(look, seen)], "rolled back");
        if (seen) {
          made?.fd.close();
          return this.#finish(look, seen.id, "reused", seen.fd);
        }
        slots ??= this.#slotFds(look);
        const directory = this.#tree.make(place.parents);
        made ??= this.#maker.make(look, slots);
        const what = { kind: "map", ...made, owner: { map: spec.name } } as const;
        const pin = tryPin(this.#tree, what, directory, place.name, place.path);
        if (pin === "taken" || pin === "gone") return undefined;
        this.pins.push(pin);
        return this.#finish(look, made.id, "created", made.fd);
      });
    } catch (error) {
      made?.fd.close();
      throw error;
    } finally {
      slots?.[Symbol.dispose]();
    }
  }

  #finish(look: PinnedLook, id: number, outcome: Outcome, fd: BpfFd): Settled {
    if (!this.#hold) {
      fd.close();
      return { id, outcome, fd: undefined };
    }
    if (outcome === "reused" || !isMadeWritable(look)) return { id, outcome, fd };
    // It was made writable to be filled; what is handed out has the access that the definition asks for.
    fd.close();
    return { id, outcome, fd: openSame(this.#tree, look, id) };
  }

  #slotFds({ spec }: Look): SlotFds | undefined {
    return this.#maker.slotFds(spec, (look, opened) => {
      const settled = this.settle(look);
      if (settled.fd) return settled.fd;
      const fd = openSame(this.#tree, look as PinnedLook, settled.id);
      opened.push(fd);
      return fd;
    });
  }
}
