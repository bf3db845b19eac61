import { mapTypeName } from "@bpf/elf";
import { type BpfFd, type MapInfo, type RingBatch, RingError, type RingReader } from "@bpf/syscall";
import { type ByteView, byteView } from "../codec/byte-view.js";
import type { Codec } from "../codec/codec.js";
import { MapError } from "../errors.js";
import type { Layout } from "../layout/layout.js";
import { closeOnAbort } from "./close-on-abort.js";
import { type BatchSource, RecordBatch } from "./record-batch.js";
import type { RecordForm } from "./record-form.js";
import { RecordIterator } from "./record-iterator.js";

/** What {@link openRingBuffer} opened. */
export interface RingParts<T> {
  readonly fd: BpfFd;
  readonly reader: RingReader;
  readonly path: string | undefined;
  readonly layout: Layout;
  readonly codec: Codec<T> | undefined;
  readonly form: RecordForm<T>;
  readonly signal: AbortSignal | undefined;
}

/**
 * The records of a ring buffer, as they come:
 *
 * ```js
 * for await (const event of openRingBuffer("/sys/fs/bpf/events", { btf, type: "struct event" })) console.log(event);
 * ```
 *
 * A record leaves the kernel's ring when the loop has had it, or soon after. A loop that is slow fills the ring, and
 * the program's reserves fail; one that ends leaves the rest for the next reader. However it ends (break, an error,
 * close(), the signal), the ring buffer is closed with it. One reader at a time, of all processes: two at once read
 * records twice (RingError ERR_RING_SHARED).
 */
export class RingBuffer<T = unknown> implements AsyncIterable<T>, Disposable {
  readonly kind = "ringbuf";
  readonly #parts: RingParts<T>;
  readonly #source: BatchSource<T>;
  #view: ByteView | undefined;
  #batch: RecordBatch<T> | undefined;
  #walking = false;
  readonly #ignoreSignal: (() => void) | undefined;

  /** Made by {@link openRingBuffer}. */
  constructor(parts: RingParts<T>) {
    this.#parts = parts;
    this.#source = { reader: parts.reader, form: parts.form, received: 0 };
    this.#ignoreSignal = parts.signal && closeOnAbort(this, parts.signal);
  }

  /** What the kernel says of it; `maxEntries` is its size in bytes. */
  get info(): MapInfo {
    return this.#parts.reader.info;
  }

  /** The kernel's name of it: at most 15 bytes. */
  get name(): string {
    return this.info.name;
  }

  /** "ringbuf" */
  get typeName(): string {
    return String(mapTypeName(this.info.type));
  }

  /** The path of its pin, where it was opened by one. */
  get path(): string | undefined {
    return this.#parts.path;
  }

  /** Of a record; 0 bytes where its type is not known, and records are bytes. */
  get valueLayout(): Layout {
    return this.#parts.layout;
  }

  /** How records are read; undefined where they are bytes. */
  get valueCodec(): Codec<T> | undefined {
    return this.#parts.codec;
  }

  /** The map's descriptor, which stays this object's. */
  get fd(): BpfFd {
    if (this.closed) throw this.#closedError();
    return this.#parts.fd;
  }

  get closed(): boolean {
    return this.#parts.reader.closed;
  }

  /** Records that were handed out so far. */
  get received(): number {
    return this.#source.received;
  }

  /**
   * The records, one by one. An abort of the signal makes the loop throw the signal's reason; close() ends it.
   *
   * Errors of the loop: ValueError for a record of another length than its layout (that record is given back);
   * RingError ERR_RING_SHARED, ERR_RING_DAMAGED; MapError ERR_MAP_CLOSED; ERR_MAP_BUSY for a second loop at once.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return new RecordIterator<T>(this);
  }

  /**
   * The records, as many at a time as are there: faster than one by one, where each costs a promise. Errors and ends as
   * in the loop over records.
   */
  async *batches(): AsyncGenerator<RecordBatch<T>, void, undefined> {
    this.#parts.signal?.throwIfAborted();
    if (this.closed) throw this.#closedError();
    if (this.#walking) throw this.#error("ERR_MAP_BUSY", "is being read by another loop");
    this.#walking = true;
    try {
      for (let batch = await this.#next(); batch !== undefined; batch = await this.#next()) yield batch;
    } finally {
      this.close();
    }
  }

  /** Ends the loop, and frees its thread, descriptors and memory. The map itself lives on where it is pinned. */
  close(): void {
    const { reader, fd } = this.#parts;
    if (reader.closed) return;
    this.#ignoreSignal?.();
    try {
      this.#batch?.end();
    } catch (error) {
      // Another reader has taken over, and this one ends anyway.
      if (!RingError.is(error)) throw error;
    } finally {
      reader.close();
      fd.close();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Undefined once it is closed. */
  async #next(): Promise<RecordBatch<T> | undefined> {
    this.#batch?.expire();
    this.#batch = undefined;
    const found = await this.#parts.reader.read();
    if (found !== undefined) {
      this.#batch = new RecordBatch(this.#source, this.#viewOf(found), found);
      return this.#batch;
    }
    this.#parts.signal?.throwIfAborted();
    return undefined;
  }

  /** Batches come in the same memory, nearly always. */
  #viewOf({ bytes }: RingBatch): ByteView {
    if (this.#view?.u8 !== bytes) this.#view = byteView(bytes);
    return this.#view;
  }

  #closedError(): MapError {
    return this.#error("ERR_MAP_CLOSED", "was closed");
  }

  #error(code: "ERR_MAP_CLOSED" | "ERR_MAP_BUSY", what: string): MapError {
    const { name, path } = this;
    return new MapError(code, `Ring buffer ${path ?? name} ${what}.`, { map: name, path });
  }
}
