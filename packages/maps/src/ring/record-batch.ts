import type { RingBatch, RingReader } from "@bpf/syscall";
import type { ByteView } from "../codec/byte-view.js";
import type { RecordForm } from "./record-form.js";

/** Records, or bytes of them, that may be done with before their room is given back to the producers. */
const mostRecords = 64;
const mostBytes = 16_384;

/** Where a batch comes from. */
export interface BatchSource<T> {
  readonly reader: RingReader;
  readonly form: RecordForm<T>;
  /** Records that were looked at, of all batches. */
  received: number;
}

/**
 * Records that were copied out of the ring, valid until the next batch is asked for. When the loop ends, those after
 * the last one that was looked at stay in the ring, for the next reader.
 */
export class RecordBatch<T = unknown> implements Iterable<T> {
  readonly #source: BatchSource<T>;
  readonly #view: ByteView;
  readonly #offsets: Uint32Array;
  #count: number;
  #looked = 0;
  #givenBack = 0;

  /** Made by RingBuffer. */
  constructor(source: BatchSource<T>, view: ByteView, { offsets, count }: RingBatch) {
    this.#source = source;
    this.#view = view;
    this.#offsets = offsets;
    this.#count = count;
  }

  /** Records; 0 once the next batch was asked for. */
  get count(): number {
    return this.#count;
  }

  /**
   * A record.
   * @throws RangeError for an index that it has not; ValueError for a record of another length than its layout
   */
  at(index: number): T {
    const start = this.#look(index);
    return this.#source.form.value(this.#view, start, this.#offsets[index + 1]! - start);
  }

  /** A record's bytes, not copied: they are overwritten with the next batch. @throws RangeError */
  bytes(index: number): Uint8Array {
    const start = this.#look(index);
    return this.#view.u8.subarray(start, this.#offsets[index + 1]);
  }

  /** A record as one line of JSON. @throws as {@link at} */
  jsonText(index: number): string {
    const start = this.#look(index);
    return this.#source.form.jsonText(this.#view, start, this.#offsets[index + 1]! - start);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.#count; index++) yield this.at(index);
  }

  /** Gives back what was looked at: no more of it will be. */
  end(): void {
    this.#source.reader.advance(this.#looked);
  }

  /** The next read gives all of it back, and overwrites its memory. Once the reader is closed, no read does. */
  expire(): void {
    if (!this.#source.reader.closed) this.#source.received += this.#count - this.#looked;
    this.#count = 0;
  }

  /** Where a record begins. All before it are done with, so that their room can be used again, now and then. */
  #look(index: number): number {
    if (index >>> 0 !== index || index >= this.#count) {
      throw new RangeError(`this batch has ${this.#count} records; there is no record ${index}`);
    }
    const start = this.#offsets[index]!;
    if (index < this.#looked) return start;
    this.#source.received += index + 1 - this.#looked;
    this.#looked = index + 1;
    if (index - this.#givenBack >= mostRecords || start - this.#offsets[this.#givenBack]! >= mostBytes) {
      this.#source.reader.advance(index);
      this.#givenBack = index;
    }
    return start;
  }
}
