import type { MapSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { type MapCreator, writableFlags } from "./create-map.js";
import { PinError } from "./errors.js";
import { fillMap, holdsPrograms, needsFilling, needsFreezing } from "./fill-map.js";
import type { Look } from "./look.js";
import type { ObjectRequest } from "./request.js";
import { systemError } from "./system-error.js";

/** A new map, and the kernel's id of it. */
export interface MadeMap {
  readonly fd: BpfFd;
  readonly id: number;
}

/** What goes into a new map's slots, by symbol. Disposing closes what was opened for it. */
export interface SlotFds extends Disposable {
  readonly bySymbol: ReadonlyMap<string, BpfFd>;
}

/** Gives the fd of a map that a slot names; what it opens for that it puts into `opened`. */
export type InnerMap = (look: Look, opened: BpfFd[]) => BpfFd;

/** True for a map made with more access than its definition asks for, since it has to be filled. */
export const isMadeWritable = ({ spec, access }: Look): boolean => access !== "rw" && needsFilling(spec);

/** Makes the maps of one object: created, filled and frozen, and not pinned. */
export class MapMaker {
  readonly #request: ObjectRequest;
  readonly #creator: MapCreator;
  readonly #looks: readonly Look[];
  readonly #warn: (warning: string) => void;
  readonly #underway = new Set<Look>();

  constructor(
    request: ObjectRequest,
    creator: MapCreator,
    looks: readonly Look[],
    warn: (warning: string) => void,
  ) {
    this.#request = request;
    this.#creator = creator;
    this.#looks = looks;
    this.#warn = warn;
  }

  /**
   * Runs `step`, which brings a map about and perhaps those that its slots name before it.
   * @throws PinError ERR_PIN_SLOT where they lead back to it.
   */
  once<T>(look: Look, step: () => T): T {
    if (!look.spec.slots) return step();
    if (this.#underway.has(look)) {
      const { name } = look.spec;
      throw new PinError("ERR_PIN_SLOT", `The initial slots of the map ${name} lead back to itself.`, {
        map: name,
      });
    }
    this.#underway.add(look);
    const result = step();
    this.#underway.delete(look);
    return result;
  }

  /**
   * What a map's slots hold: fds of its inner maps, and of the caller's programs.
   * @throws PinError ERR_PIN_SLOT for a symbol that is no map's
   */
  slotFds(outer: MapSpec, innerMap: InnerMap): SlotFds | undefined {
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
          : innerMap(this.#lookOf(symbol, outer), opened);
        if (fd) bySymbol.set(symbol, fd);
      }
      return fds;
    } catch (error) {
      fds[Symbol.dispose]();
      throw error;
    }
  }

  /** A new map, whole. @throws PinSystemError, PinError ERR_PIN_SLOT */
  make(look: Look, slots: SlotFds | undefined): MadeMap {
    const fd = this.#create(look);
    try {
      this.fill(fd, look.spec, slots?.bySymbol);
    } catch (error) {
      fd.close();
      throw error;
    }
    return this.#identify(fd, look);
  }

  /** A new map that {@link fill} is still to be called for. @throws PinSystemError */
  makeEmpty(look: Look): MadeMap {
    return this.#identify(this.#create(look), look);
  }

  /** Writes a new map's contents and slots, and freezes it where it is to be read-only. @throws PinSystemError */
  fill(fd: BpfFd, spec: MapSpec, bySymbol: ReadonlyMap<string, BpfFd> | undefined): void {
    if (!needsFilling(spec) && !needsFreezing(spec)) return;
    const empty = fillMap(this.#request.kernel, fd, spec, (symbol) => bySymbol?.get(symbol));
    if (empty.length === 0) return;
    this.#warn(
      `Slots of the program array ${spec.name} stay empty, as these programs were not given: ${empty.join(", ")}.`,
    );
  }

  #create(look: Look): BpfFd {
    const { spec, wanted } = look;
    const flags = isMadeWritable(look) ? writableFlags(wanted.flags) : wanted.flags;
    return this.#creator.create(spec, wanted, flags);
  }

  #identify(fd: BpfFd, { spec }: Look): MadeMap {
    try {
      return { fd, id: this.#request.kernel.mapInfo(fd).id };
    } catch (error) {
      fd.close();
      throw systemError(error, `ask for the id of the new map ${spec.name}`, { map: spec.name });
    }
  }

  #lookOf(symbol: string, outer: MapSpec): Look {
    const look =
      this.#looks.find(({ spec }) => spec.symbol === symbol) ??
      this.#looks.find(({ spec }) => spec.name === symbol);
    if (look) return look;
    throw new PinError(
      "ERR_PIN_SLOT",
      `A slot of the map ${outer.name} names ${symbol}, which is no map of the object.`,
      { map: outer.name },
    );
  }
}
