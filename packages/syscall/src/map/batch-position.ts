/** Words of 32 bits before the tokens; has to equal struct BatchState of native/batch.h. */
const HEADER = 4;
const COUNT = 0;
const PHASE = 1;
const RESTARTS = 2;

/**
 * How far a batch has come: the count, and where a walk over the map stands (the kernel's token, or the last keys),
 * which the addon reads and writes.
 */
export class BatchPosition {
  readonly bytes: Uint8Array;
  readonly #words: Uint32Array;

  /** @param keySize in bytes; a token of the kernel has as many, 4 in a hash */
  constructor(keySize: number) {
    const token = Math.max(8, Math.ceil(keySize / 8) * 8);
    this.bytes = new Uint8Array(4 * HEADER + 3 * token);
    this.#words = new Uint32Array(this.bytes.buffer, 0, HEADER);
  }

  get count(): number {
    return this.#words[COUNT]!;
  }
  set count(count: number) {
    this.#words[COUNT] = count;
  }

  get restarts(): number {
    return this.#words[RESTARTS]!;
  }

  rewind(): void {
    this.#words[COUNT] = 0;
    this.#words[PHASE] = 0;
    this.#words[RESTARTS] = 0;
  }

  /** Stands where `other`, of the same map, does. */
  goTo(other: BatchPosition): void {
    this.bytes.set(other.bytes);
    this.count = 0;
  }
}
