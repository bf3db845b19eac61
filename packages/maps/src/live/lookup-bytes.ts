import { type BpfFd, elementError, MapElements } from "@bpf/syscall";
import type { MappedBytes } from "./live-memory.js";

/**
 * An array's single value by lookups, for maps that cannot be mapped. Not to be written: an update replaces all of the
 * value, so it would undo what programs do to its other parts meanwhile.
 */
export class LookupBytes implements MappedBytes {
  readonly writable = false;
  readonly refusal = "it is read by lookups, and an update would write all variables, not one";
  readonly length: number;
  readonly #elements: MapElements;

  constructor(fd: BpfFd) {
    this.#elements = new MapElements(fd);
    this.length = this.#elements.valueSize;
  }

  get bytes(): never {
    throw new TypeError("a value that is looked up is no memory");
  }

  /** @throws BpfError of BPF_MAP_LOOKUP_ELEM */
  read(at: number, into: Uint8Array): void {
    const { key, value } = this.#elements;
    key.fill(0);
    const result = this.#elements.lookup();
    if (result < 0) throw elementError(result, "MAP_LOOKUP_ELEM");
    into.set(value.subarray(at, at + into.length));
  }

  close(): void {
    this.#elements.close();
  }
}
