import type { MapSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { PinError } from "./errors.js";

/** How a map came to be at hand. `unpinned`: made by this call, and held by its fd only. */
export type Outcome = "created" | "reused" | "unpinned";

/** What a {@link PinnedMap} is made of. */
export interface PinnedMapParts {
  spec: MapSpec;
  id: number;
  outcome: Outcome;
  path?: string | undefined;
  fd?: BpfFd | undefined;
  /** Opens the map by its path, for one that is not held. */
  reopen: (map: PinnedMap) => BpfFd;
}

/** One map of an object, open or ready to be opened. */
export class PinnedMap {
  readonly name: string;
  readonly spec: MapSpec;
  /** The kernel's id of the map. */
  readonly id: number;
  readonly outcome: Outcome;
  /** Absolute path of its pin. */
  readonly path?: string;
  #fd: BpfFd | undefined;
  #closed = false;
  readonly #reopen: (map: PinnedMap) => BpfFd;

  constructor({ spec, id, outcome, path, fd, reopen }: PinnedMapParts) {
    this.name = spec.name;
    this.spec = spec;
    this.id = id;
    this.outcome = outcome;
    if (path !== undefined) this.path = path;
    this.#fd = fd;
    this.#reopen = reopen;
  }

  /**
   * The map's fd, owned by the {@link PinnedMaps}. With `hold: false` it is opened by path at the first use.
   * @throws PinError ERR_PIN_CHANGED where the path holds another map by now, or nothing; ERR_PIN_CLOSED after close
   */
  get fd(): BpfFd {
    if (this.#closed)
      throw new PinError("ERR_PIN_CLOSED", `Map ${this.name} was closed.`, { map: this.name });
    this.#fd ??= this.#reopen(this);
    return this.#fd;
  }

  /** Closes the fd, if it is open. Never unpins. */
  close(): void {
    this.#closed = true;
    this.#fd?.close();
  }
}

/** The maps of an object. Disposing closes their fds and leaves their pins alone. */
export class PinnedMaps implements Disposable {
  /** By name, in the object's order. */
  readonly maps: ReadonlyMap<string, PinnedMap>;
  /** Maps without a pin that `skipUnpinned` left out. */
  readonly skipped: readonly MapSpec[];
  readonly warnings: readonly string[];

  constructor(maps: readonly PinnedMap[], skipped: readonly MapSpec[], warnings: readonly string[]) {
    const byName = new Map<string, PinnedMap>();
    for (const map of maps) byName.set(map.name, map);
    this.maps = byName;
    this.skipped = skipped;
    this.warnings = warnings;
  }

  get(name: string): PinnedMap | undefined {
    return this.maps.get(name);
  }

  close(): void {
    for (const map of this.maps.values()) map.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
