import type { RecordBatch } from "./record-batch.js";

/** What the iterator walks. */
export interface BatchWalk<T> {
  readonly closed: boolean;
  close(): void;
  batches(): AsyncGenerator<RecordBatch<T>, void, undefined>;
}

/**
 * The records of all batches, one by one. No generator: most records come out of a batch that is there, and cost one
 * promise each.
 */
export class RecordIterator<T> implements AsyncIterableIterator<T> {
  readonly #ring: BatchWalk<T>;
  readonly #batches: AsyncGenerator<RecordBatch<T>, void, undefined>;
  #batch: RecordBatch<T> | undefined;
  #index = 0;
  /** The last step that was asked for while a batch was on its way. */
  #waiting: Promise<IteratorResult<T>> | undefined;

  constructor(ring: BatchWalk<T>) {
    this.#ring = ring;
    this.#batches = ring.batches();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#waiting !== undefined) return this.#wait(this.#waiting);
    if (!this.#hasRecord()) return this.#wait(undefined);
    try {
      return Promise.resolve(this.#record());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.#ring.close();
    await this.#batches.return();
    return { done: true, value: undefined };
  }

  #hasRecord(): boolean {
    // Once closed, what is left of the batch is left in the ring.
    return this.#batch !== undefined && this.#index < this.#batch.count && !this.#ring.closed;
  }

  #record(): IteratorResult<T> {
    try {
      return { done: false, value: this.#batch!.at(this.#index++) };
    } catch (error) {
      this.#ring.close();
      throw error;
    }
  }

  /** Steps that wait come in the order in which they were asked for. */
  #wait(before: Promise<unknown> | undefined): Promise<IteratorResult<T>> {
    const step =
      before === undefined
        ? this.#step()
        : before.then(
            () => this.#step(),
            () => this.#step(),
          );
    this.#waiting = step;
    const done = () => {
      if (this.#waiting === step) this.#waiting = undefined;
    };
    step.then(done, done);
    return step;
  }

  async #step(): Promise<IteratorResult<T>> {
    if (!this.#hasRecord()) {
      const { value } = await this.#batches.next();
      if (value === undefined) return { done: true, value: undefined };
      this.#batch = value;
      this.#index = 0;
    }
    return this.#record();
  }
}
