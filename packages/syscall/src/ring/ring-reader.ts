import { native } from "../addon/load.js";
import { scratch } from "../addon/scratch.js";
import { requireUnsigned, typeError, valueError } from "../errors/argument-error.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { MapType, mapTypeNames } from "../generated/index.js";
import { type MapInfo, mapInfo } from "../map/info.js";
import { watchReader } from "./leak.js";
import type { ReaderState } from "./reader-state.js";
import { BatchRoom, type RingBatch } from "./ring-batch.js";
import { RingError } from "./ring-error.js";
import { openError, readError } from "./ring-failure.js";
import { type RingOptions, ringOptions } from "./ring-options.js";

const EMSGSIZE = 90;

/**
 * Reads a BPF_MAP_TYPE_RINGBUF (Linux 5.8): maps its memory, and has a thread that waits for records. They are copied
 * on this thread and only when asked for, so a slow reader fills the kernel's ring, where producers see it.
 *
 * A record leaves the ring when it is given back: by {@link advance}, or by the next read. What was read and not given
 * back before close() is there for the next reader. One reader at a time: the position belongs to the map, and two at
 * once read records twice; the one that notices gets a RingError ERR_RING_SHARED.
 *
 * A pending read keeps the process alive, an open reader does not. Collected as garbage while open, it is closed, with
 * one warning a process (BPF_RING_LEAKED); it is closed with its worker thread, too.
 */
export class RingReader implements Disposable {
  readonly #state: ReaderState;
  readonly #room: BatchRoom;
  readonly #info: MapInfo;
  #count = 0;

  private constructor(state: ReaderState, room: BatchRoom, info: MapInfo) {
    this.#state = state;
    this.#room = room;
    this.#info = info;
    watchReader(this, state);
  }

  /**
   * Opens a reader; `fd` stays the caller's, and may be closed. A reader takes two descriptors, a thread, and addresses
   * for twice the ring's size.
   *
   * @throws TypeError if `fd` is no ring buffer's; RangeError for an option; {@link RingError} ERR_RING_OVERWRITE;
   * {@link BpfError}: EACCES (opened read-only or write-only), EPERM (frozen), EMFILE, ENOMEM, EAGAIN (threads).
   */
  static open(fd: BpfFd, options: RingOptions = {}): RingReader {
    const { batchBytes, pollMs } = ringOptions(options);
    const info = mapInfo(fd);
    if (info.type !== MapType.RINGBUF) {
      const name = mapTypeNames[info.type] ?? info.type;
      throw typeError(`a map of type ringbuf is needed; this one is of type ${name}`);
    }
    const room = new BatchRoom(batchBytes);
    const state: ReaderState = { number: -1, pending: undefined };
    const reader = new RingReader(state, room, info);
    const result = native().ringOpen(numberOf(fd), room.records, pollMs, readyCall(state));
    if (result < 0) throw openError(result);
    state.number = result;
    return reader;
  }

  /** What the kernel tells about the map; `maxEntries` is the ring's size in bytes. */
  get info(): MapInfo {
    return this.#info;
  }

  get closed(): boolean {
    return this.#state.number < 0;
  }

  /**
   * Gives the last batch back, and waits for at least one record; undefined after close(), whether it came before or
   * meanwhile. Timers and I/O have their turn first, even if records are there.
   *
   * @returns rejected with {@link RingError} ERR_RING_SHARED, ERR_RING_DAMAGED, or ERR_RING_BUSY while another read is
   * pending; with {@link BpfError}. The reader stays open, and may be asked again.
   */
  read(): Promise<RingBatch | undefined> {
    const state = this.#state;
    if (state.number < 0) return Promise.resolve(undefined);
    if (state.pending !== undefined) return Promise.reject(new RingError("ERR_RING_BUSY"));
    return new Promise((resolve, reject) => {
      const attempt = (step: () => RingBatch | undefined) => {
        try {
          const batch = step();
          if (batch === undefined) return;
          state.pending = undefined;
          resolve(batch);
        } catch (error) {
          state.pending = undefined;
          reject(error);
        }
      };
      state.pending = {
        onReady: () => attempt(() => this.#take() ?? this.#wait()),
        onClose: () => resolve(undefined),
      };
      attempt(() => this.#wait());
    });
  }

  /**
   * Gives the last batch back, and reads what is there now; undefined if nothing is, or after close().
   *
   * @throws as {@link read} rejects
   */
  readAvailable(): RingBatch | undefined {
    if (this.#state.number < 0) return undefined;
    if (this.#state.pending !== undefined) throw new RingError("ERR_RING_BUSY");
    return this.#take();
  }

  /**
   * Gives back the room of the first `count` records of the last batch, which producers then can use; those given back
   * before are among them. Does nothing after close().
   *
   * @throws RangeError if the last batch has fewer; {@link RingError} ERR_RING_SHARED
   */
  advance(count: number): void {
    requireUnsigned("count", count);
    if (count > this.#count) throw valueError(`the last batch has ${this.#count} records, not ${count}`);
    if (this.#state.number < 0) return;
    const result = native().ringAdvance(this.#state.number, count);
    if (result === 0) return;
    this.#count = 0;
    throw readError(result);
  }

  /** Ends the thread, unmaps the ring and closes the descriptors; a pending read gives undefined. */
  close(): void {
    const { number, pending } = this.#state;
    if (number < 0) return;
    this.#state.number = -1;
    this.#state.pending = undefined;
    native().ringClose(number);
    pending?.onClose();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Undefined if there is nothing. */
  #take(): RingBatch | undefined {
    this.#count = 0;
    for (;;) {
      const { bytes, offsets } = this.#room;
      const result = native().ringTake(this.#state.number, bytes, offsets);
      if (result === 0) return undefined;
      if (result > 0) {
        this.#count = result;
        return { bytes, offsets, count: result };
      }
      if (result !== -EMSGSIZE) throw readError(result);
      this.#room.grow(scratch().u32[0]!);
    }
  }

  /** Has `onReady` of the pending read called, in a later turn of the event loop. */
  #wait(): undefined {
    this.#count = 0;
    const result = native().ringWait(this.#state.number);
    if (result < 0) throw readError(result);
    // No need for the thread. Not a microtask: a fast producer would keep everything else in this process from running.
    if (result > 0) setImmediate(ready, this.#state);
  }
}

function ready(state: ReaderState): void {
  state.pending?.onReady();
}

/** The addon holds what this returns, so it must not know the reader. */
function readyCall(state: ReaderState): () => void {
  return () => ready(state);
}
