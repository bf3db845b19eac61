import type { MapSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { PinError, PinUsageError } from "../errors.js";
import type { Look } from "../look.js";
import type { ObjectBtf } from "../object-btf.js";
import type { Outcome } from "../pinned-maps.js";
import { isOccupied } from "../programs/action.js";
import type { LoadedProgram, PinnedProgram } from "../programs/pinned-program.js";
import { commit } from "./commit.js";
import { keptPrograms } from "./kept.js";
import { type PreparedMap, preparedMap } from "./make-missing.js";
import type { OpenObject } from "./open-object.js";
import type { Prepared } from "./prepared.js";

/**
 * The maps of an object, open and filled, and nothing pinned yet: what programs are linked against before they exist.
 * Disposing closes them; what was new among them is gone then, as no pin holds it.
 */
export class PreparedMaps implements Disposable {
  /** By map name, in the object's order, with the caller's max entries. */
  readonly specs: ReadonlyMap<string, MapSpec>;
  /** Programs that are pinned already and are to be left alone (`onExistingProgram: "keep"`): do not load these. */
  readonly kept: ReadonlyMap<string, PinnedProgram>;
  readonly #prepared: Prepared;
  readonly #btf: ObjectBtf;
  readonly #looks: ReadonlyMap<string, Look>;
  #open = true;

  constructor(prepared: Prepared, btf: ObjectBtf) {
    this.#prepared = prepared;
    this.#btf = btf;
    this.#looks = new Map(prepared.looks.map((look) => [look.spec.name, look]));
    this.specs = new Map(prepared.looks.map(({ spec }) => [spec.name, spec]));
    const kept = keptPrograms(prepared.request, prepared.programs);
    this.kept = new Map(kept.map((program) => [program.name, program]));
  }

  /** What there is to say so far; {@link commit} may add to it. */
  get warnings(): readonly string[] {
    return this.#prepared.warnings;
  }

  /**
   * The map's fd, for instructions that refer to it. It stays owned by this object.
   * @throws PinUsageError for a name that is no map's; PinError ERR_PIN_CLOSED
   */
  fdOf(map: string): BpfFd {
    return this.#settled(map).fd;
  }

  /** The kernel's id of the map. Throws as {@link fdOf}. */
  idOf(map: string): number {
    return this.#settled(map).id;
  }

  /** Whether the map was there, is to be pinned by {@link commit}, or gets no pin. Throws as {@link fdOf}. */
  outcomeOf(map: string): Outcome {
    return this.#settled(map).outcome;
  }

  /** Absolute path that the program will be pinned at; undefined: it gets no pin. */
  programPath(program: string): string | undefined {
    return this.#prepared.programs.get(program)?.place.path;
  }

  /**
   * The object's BTF in the kernel, loaded once, owned by this object. Undefined where the object has none, or the kernel
   * refuses it ({@link btfRefused}). @throws PinSystemError, PinError ERR_PIN_CLOSED
   */
  btf(): BpfFd | undefined {
    this.#requireOpen();
    return this.#btf.load();
  }

  /**
   * Whether the BTF that the kernel took has the object's functions. If not, programs are loaded without their function
   * and line information.
   */
  get btfHasFunctions(): boolean {
    return this.#btf.hasFunctions;
  }

  /** Why the kernel did not take the object's BTF; undefined before {@link btf} tried. */
  get btfRefused(): string | undefined {
    return this.#btf.refused;
  }

  /**
   * Fills the slots of new program arrays, pins the maps and then the programs, each where its path says; all or nothing.
   * The fds of maps and programs are the result's then. After a failure what was prepared is closed, the programs' fds
   * stay the caller's, and nothing is left of the call; what a roll-back could not undo is in the error's `leftovers`.
   * What `onWarning` throws is such a failure too, but for a warning that comes when everything is pinned (a second name
   * of a replaced pin stays): then the pins stay.
   * @throws PinRaceError where others pinned or removed what this object needs meanwhile: prepare and load anew.
   * PinUsageError, PinSystemError, PinPathError, PinError ERR_PIN_CLOSED
   */
  commit(programs: readonly LoadedProgram[] = []): OpenObject {
    this.#requireOpen();
    this.#open = false;
    try {
      const object = commit(this.#prepared, programs);
      this.#closeReplaced();
      return object;
    } catch (error) {
      this.#closeAll();
      throw error;
    } finally {
      this.#btf[Symbol.dispose]();
    }
  }

  /** Closes everything, unless it was committed. Pins that were there before stay. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#closeAll();
    this.#btf[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #settled(map: string): PreparedMap {
    this.#requireOpen();
    const look = this.#looks.get(map);
    if (look) return preparedMap(look);
    throw new PinUsageError(`The object has no map ${JSON.stringify(map)}.`, { map });
  }

  #requireOpen(): void {
    if (this.#open) return;
    throw new PinError("ERR_PIN_CLOSED", "The prepared maps were committed or closed.");
  }

  #closeReplaced(): void {
    for (const look of this.#prepared.programs.values())
      if (isOccupied(look) && !this.kept.has(look.name)) look.seen.fd.close();
  }

  #closeAll(): void {
    for (const { settled } of this.#prepared.looks) settled?.fd?.close();
    for (const look of this.#prepared.programs.values()) if (isOccupied(look)) look.seen.fd.close();
  }
}
