import { setImmediate } from "node:timers/promises";
import { elementError, UpdateFlag } from "@bpf/syscall";
import { failedAfter } from "../bulk/failed-after.js";
import type { BulkOptions } from "../bulk/steps.js";
import { KernelMap } from "../kinds/kernel-map.js";

const ENOENT = -2;

/** Elements that are taken out at a time: a few ms. */
const sliceLength = 4096;

export interface PushOptions {
  /** A full map drops its oldest element for the new one (BPF_EXIST), instead of refusing it (E2BIG). */
  evict?: boolean | undefined;
}

/**
 * A queue (first in, first out) or stack (last in, first out): values without keys. Linux 4.20.
 *
 * The kernel tells neither how many elements there are nor what is behind the next one: what is read is taken out,
 * but for {@link peek}. Each call is one bpf(2) call, so that every element goes to one reader. Errors of the kernel
 * are BpfErrors: E2BIG (full), EPERM (frozen, or opened read-only or write-only).
 */
export class Queue<V = unknown> extends KernelMap {
  readonly kind = "queue";

  /** Adds an element. @throws ValueError; BpfError E2BIG (full), EPERM */
  push(value: V, options?: PushOptions): this {
    const { elements, value: codec, valueView } = this.opened();
    codec.encode(value, valueView, 0, "value");
    const result = elements.update(pushFlags(options));
    if (result < 0) throw elementError(result, "MAP_UPDATE_ELEM");
    return this;
  }

  /** Adds elements one after the other; their number. @throws as {@link push}, with `done`: those that were added before */
  pushAll(values: Iterable<V>, options?: PushOptions): number {
    let done = 0;
    try {
      for (const value of values) {
        this.push(value, options);
        done++;
      }
    } catch (error) {
      throw failedAfter(error, done);
    }
    return done;
  }

  /** Takes out the next element: a queue's oldest, a stack's newest; undefined if there is none. @throws BpfError EPERM */
  pop(): V | undefined {
    const { value: codec, valueView } = this.opened();
    return this.#take() ? (codec.decode(valueView, 0) as V) : undefined;
  }

  /** The element that {@link pop} would take out; undefined if there is none. @throws BpfError EPERM */
  peek(): V | undefined {
    const { value: codec, valueView } = this.opened();
    return this.#look() ? (codec.decode(valueView, 0) as V) : undefined;
  }

  /** Whether there was no element at the time of the call. @throws BpfError EPERM */
  isEmpty(): boolean {
    return !this.#look();
  }

  /** Pops until the map is empty: each element is gone from it once it is given. @throws BpfError EPERM */
  *drain(): Generator<V, void, undefined> {
    const { value: codec, valueView } = this.opened();
    while (this.#take()) yield codec.decode(valueView, 0) as V;
  }

  /**
   * Pops what is there, at most max entries; the number of elements. Of a queue these are all that were there at the
   * time of the call; of a stack that others push to meanwhile, older ones may stay.
   * @throws BpfError EPERM, with `done`: the elements that were taken out before
   */
  clear(): number {
    return this.#takeUpTo(this.info.maxEntries, 0);
  }

  /**
   * {@link clear} in slices, between which other work of this thread goes on: the kernel has no batches for queues.
   * @throws the signal's reason; BpfError EPERM, with `done`
   */
  async clearAsync({ signal, onProgress }: BulkOptions = {}): Promise<number> {
    const most = this.info.maxEntries;
    let done = 0;
    for (;;) {
      signal?.throwIfAborted();
      const end = Math.min(done + sliceLength, most);
      done = this.#takeUpTo(end, done);
      onProgress?.({ done });
      if (done < end || done === most) return done;
      await setImmediate();
    }
  }

  /** Takes elements out, `done` of which are already, until there are `most`; how many there are then. */
  #takeUpTo(most: number, done: number): number {
    let taken = done;
    try {
      while (taken < most && this.#take()) taken++;
    } catch (error) {
      throw failedAfter(error, taken);
    }
    return taken;
  }

  /** BPF_MAP_LOOKUP_AND_DELETE_ELEM; false if there is no element. */
  #take(): boolean {
    const result = this.opened().elements.take();
    if (result < 0 && result !== ENOENT) throw elementError(result, "MAP_LOOKUP_AND_DELETE_ELEM");
    return result === 0;
  }

  /** BPF_MAP_LOOKUP_ELEM; false if there is no element. */
  #look(): boolean {
    const result = this.opened().elements.lookup();
    if (result < 0 && result !== ENOENT) throw elementError(result, "MAP_LOOKUP_ELEM");
    return result === 0;
  }
}

/** The kernel takes BPF_ANY and BPF_EXIST; BPF_NOEXIST is EINVAL. */
const pushFlags = (options: PushOptions | undefined): number =>
  options?.evict === true ? UpdateFlag.EXIST : UpdateFlag.ANY;
