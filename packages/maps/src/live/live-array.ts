import type { Codec } from "../codec/codec.js";
import { LiveElements } from "./live-elements.js";
import type { LiveMemory } from "./live-memory.js";

/** The elements of an array map (BPF_F_MMAPABLE), in its own memory. Holds the map until it is closed. Linux 5.5. */
export class LiveArray<V = unknown> extends LiveElements<V> implements Disposable {
  readonly #memory: LiveMemory;

  /** @param stride bytes from one element to the next: the value's size, rounded up to 8 */
  constructor(memory: LiveMemory, { length, stride }: { length: number; stride: number }, codec: Codec<V>) {
    super({ memory, base: 0, stride, length }, codec, "value");
    this.#memory = memory;
  }

  /** The name of the map. */
  get map(): string {
    return this.#memory.owner.map;
  }

  /** True after {@link close}. */
  get closed(): boolean {
    return this.#memory.closed;
  }

  /**
   * The memory of all elements: a store there is a store to the map.
   * @throws MapError ERR_MAP_READ_ONLY, ERR_MAP_CLOSED
   */
  get memory(): Uint8Array {
    return this.#memory.bytes;
  }

  /** Detaches the memory: whoever reads or writes it gets an error from then on. */
  close(): void {
    this.#memory.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
