import { MapError } from "../errors.js";

/** A map's memory as `MapMemory` of `@bpf/syscall` gives it. Sizes in bytes. */
export interface MappedBytes {
  readonly length: number;
  readonly writable: boolean;
  /** Why it is not writable. */
  readonly refusal?: string;
  /** Of a writable mapping only; without elements once that is closed. */
  readonly bytes: Uint8Array;
  read(at: number, into: Uint8Array): void;
  close(): void;
}

/** Which map the memory is of, for errors. */
export interface MemoryOwner {
  readonly map: string;
  readonly path?: string | undefined;
}

/** The memory behind live views: it can be gone, and that is then said. */
export class LiveMemory implements Disposable {
  /** Bytes. */
  readonly length: number;
  readonly writable: boolean;
  readonly owner: MemoryOwner;
  /** Throws that the memory was closed. */
  readonly gone: () => never;
  readonly #mapped: MappedBytes;
  #closed = false;

  constructor(mapped: MappedBytes, owner: MemoryOwner) {
    this.length = mapped.length;
    this.writable = mapped.writable;
    this.owner = owner;
    this.gone = () => {
      throw new MapError("ERR_MAP_CLOSED", `The live view of map ${owner.map} was closed.`, owner);
    };
    this.#mapped = mapped;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The memory itself. @throws MapError ERR_MAP_READ_ONLY, ERR_MAP_CLOSED */
  get bytes(): Uint8Array {
    if (this.#closed) this.gone();
    if (!this.writable) this.refuse();
    return this.#mapped.bytes;
  }

  /** Throws that the memory cannot be written. */
  refuse(): never {
    const why = this.#mapped.refusal ?? "the map is frozen, or it was opened so";
    throw new MapError(
      "ERR_MAP_READ_ONLY",
      `The live view of map ${this.owner.map} is read-only: ${why}.`,
      this.owner,
    );
  }

  /** Copies bytes out of it. @throws MapError ERR_MAP_CLOSED */
  read(at: number, into: Uint8Array): void {
    if (this.#closed) this.gone();
    this.#mapped.read(at, into);
  }

  /** Unmaps; arrays of the memory lose their elements. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#mapped.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
