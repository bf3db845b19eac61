/** Records that were copied out of a ring buffer. The memory is reused: valid until the next read. */
export interface RingBatch {
  /** The records, one behind the other, without what the ring puts between them. */
  readonly bytes: Uint8Array;
  /** Record i is `bytes.subarray(offsets[i], offsets[i + 1])`; `count + 1` of them are valid. */
  readonly offsets: Uint32Array;
  /** Records: 1 or more. */
  readonly count: number;
}

/** Records that a batch may have, at least and at most. They may be empty, so their bytes alone are no limit. */
const fewest = 64;
const most = 65_536;

/** A usual record with its header, in bytes: what batches have offsets for. */
const small = 16;

/** The memory of batches, made anew where it is too small or somebody transferred it away. */
export class BatchRoom {
  /** Records that fit. */
  readonly records: number;
  readonly #offsetsLength: number;
  #length: number;
  #bytes: Uint8Array;
  #offsets: Uint32Array;

  constructor(batchBytes: number) {
    this.records = Math.min(Math.max(Math.floor(batchBytes / small), fewest), most);
    this.#offsetsLength = this.records + 1;
    this.#length = batchBytes;
    this.#bytes = new Uint8Array(batchBytes);
    this.#offsets = new Uint32Array(this.#offsetsLength);
  }

  get bytes(): Uint8Array {
    if (this.#bytes.length !== this.#length) this.#bytes = new Uint8Array(this.#length);
    return this.#bytes;
  }

  get offsets(): Uint32Array {
    if (this.#offsets.length !== this.#offsetsLength) this.#offsets = new Uint32Array(this.#offsetsLength);
    return this.#offsets;
  }

  /** Makes room for a record of this many bytes. */
  grow(length: number): void {
    this.#length = length;
  }
}
