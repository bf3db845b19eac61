import { holdsPrograms } from "../fill-map.js";
import { isPinned, type Look } from "../look.js";
import type { MadeMap, MapMaker } from "../make-map.js";
import type { Outcome } from "../pinned-maps.js";

/** A map that is at hand: reused, or made and not pinned yet. */
export interface PreparedMap extends MadeMap {
  readonly outcome: Outcome;
}

/** The map that a look was prepared as. */
export const preparedMap = (look: Look): PreparedMap => look.settled as PreparedMap;

/**
 * The maps of an object, opened or made, each after those that its slots name. Program arrays are made without their
 * programs, which do not exist yet.
 */
export class MissingMaps {
  readonly #maker: MapMaker;

  constructor(maker: MapMaker) {
    this.#maker = maker;
  }

  /** @throws PinSystemError, PinError ERR_PIN_SLOT */
  prepare(look: Look): PreparedMap {
    look.settled ??= this.#maker.once(look, () => this.#prepare(look));
    return preparedMap(look);
  }

  #prepare(look: Look): PreparedMap {
    if (look.seen?.state === "compatible") {
      return { fd: look.seen.fd, id: look.seen.id, outcome: "reused" };
    }
    const outcome = isPinned(look) ? "created" : "unpinned";
    if (holdsPrograms(look.spec)) return { ...this.#maker.makeEmpty(look), outcome };
    using slots = this.#maker.slotFds(look.spec, (inner) => this.prepare(inner).fd);
    return { ...this.#maker.make(look, slots), outcome };
  }
}
