import { type BpfFd, elementError } from "@bpf/syscall";
import { clearSteps } from "../bulk/clear.js";
import { countSteps } from "../bulk/count.js";
import { deleteAllSteps } from "../bulk/delete-all.js";
import {
  type EntryBatch,
  iterateBatches,
  iterateEntries,
  iterateKeys,
  iterateValues,
  visitEntries,
} from "../bulk/iterate.js";
import { iterateEntriesAsync } from "../bulk/iterate-async.js";
import { iterateBatchesAsync } from "../bulk/iterate-batches-async.js";
import { setAllSteps } from "../bulk/set-all.js";
import { type BulkOptions, runSteps, runStepsAsync } from "../bulk/steps.js";
import type { Codec } from "../codec/codec.js";
import { wasAbsent } from "../fds/unreadable.js";
import { KernelMap } from "../kinds/kernel-map.js";
import type { Layout } from "../layout/layout.js";
import { beginTurn, requireTurn } from "../open/core.js";
import type { MapHolder } from "../open/source.js";
import {
  type LockOptions,
  lockFlags,
  type UpdateHow,
  type UpdateOptions,
  updateFlags,
} from "./update-flags.js";

const ENOENT = -2;

/** A kernel object as a value: maps of maps, program arrays and the like take a BpfFd, or what holds one. */
export type FdValue = BpfFd | MapHolder;

/**
 * A map with keys, as typed values. Every call is one bpf(2) call, or one a batch; nothing is cached. Errors of the
 * kernel are BpfErrors: EPERM for a frozen map or one opened read-only or write-only, E2BIG for a full one or an index past the
 * end of an array. A getter in a key or value must not use the map that it is read for (MapError ERR_MAP_BUSY). After
 * close() every call is a MapError ERR_MAP_CLOSED.
 *
 * @typeParam In what may be set, where that is more than what is read: `number | FdValue` of a program array
 */
export class TypedMap<K = unknown, V = unknown, In = V> extends KernelMap implements Iterable<[K, V]> {
  readonly kind = "keyed";

  get keyLayout(): Layout {
    return this.parts.keyLayout;
  }

  /** How keys are read and written. */
  get keyCodec(): Codec<K> {
    return this.parts.key as Codec<K>;
  }

  /** How values are read and written, those of all CPUs together in a per-CPU map. */
  get valueCodec(): Codec<V> {
    return this.parts.value as Codec<V>;
  }

  /** The value of `key`; undefined if there is none. @throws ValueError, BpfError */
  get(key: K, options?: LockOptions): V | undefined {
    const map = this.opened();
    const { elements, key: codec, keyView, value, valueView } = map;
    const turn = beginTurn(map);
    codec.encode(key, keyView, 0, "key");
    requireTurn(map, turn);
    const result = elements.lookup(options && lockFlags(options.lock));
    if (result === 0) return value.decode(valueView, 0) as V;
    if (result === ENOENT) return undefined;
    throw elementError(result, "MAP_LOOKUP_ELEM");
  }

  /** Whether there is a value of `key`. @throws ValueError, BpfError */
  has(key: K): boolean {
    const map = this.opened();
    const { elements, key: codec, keyView } = map;
    const turn = beginTurn(map);
    codec.encode(key, keyView, 0, "key");
    requireTurn(map, turn);
    const result = elements.lookup();
    if (result < 0 && result !== ENOENT) throw elementError(result, "MAP_LOOKUP_ELEM");
    return result === 0;
  }

  /**
   * Sets the value of `key`.
   * @throws ValueError; BpfError: EEXIST ("create"), ENOENT ("update"), E2BIG, EPERM
   */
  set(key: K, value: In, options?: UpdateHow | UpdateOptions): this {
    const map = this.opened();
    const { elements, key: codec, keyView, value: valueCodec, valueView, updateValue } = map;
    const flags = updateFlags(options);
    const turn = beginTurn(map);
    let result: number;
    if (updateValue === undefined) {
      valueCodec.encode(value, valueView, 0, "value");
      codec.encode(key, keyView, 0, "key");
      requireTurn(map, turn);
      result = elements.update(flags || undefined);
    } else {
      codec.encode(key, keyView, 0, "key");
      result = updateValue(value, flags, () => requireTurn(map, turn));
    }
    if (result < 0) throw elementError(result, "MAP_UPDATE_ELEM");
    return this;
  }

  /** Removes `key`; false if it was not there. @throws ValueError; BpfError EINVAL for an array */
  delete(key: K): boolean {
    const map = this.opened();
    const { elements, info, key: codec, keyView } = map;
    const turn = beginTurn(map);
    codec.encode(key, keyView, 0, "key");
    requireTurn(map, turn);
    const result = elements.delete();
    if (result === 0) return true;
    if (wasAbsent(info.type, result)) return false;
    throw elementError(result, "MAP_DELETE_ELEM");
  }

  /**
   * Removes `key` and gives back its value, in one step that nobody can come between; undefined if there is none.
   * Hashes: Linux 5.14.
   * @throws ValueError, BpfError
   */
  take(key: K, options?: LockOptions): V | undefined {
    const map = this.opened();
    const { elements, key: codec, keyView, value, valueView } = map;
    const turn = beginTurn(map);
    codec.encode(key, keyView, 0, "key");
    requireTurn(map, turn);
    const result = elements.take(options && lockFlags(options.lock));
    if (result === 0) return value.decode(valueView, 0) as V;
    if (result === ENOENT) return undefined;
    throw elementError(result, "MAP_LOOKUP_AND_DELETE_ELEM");
  }

  /**
   * All elements, many fetched at a time. An element that is there all the time is met: once where the kernel has
   * batches for this type of map (Linux 5.6), at least once elsewhere and in LPM tries, where an element that is deleted
   * under the iterator may send it back to the start. Elements that come or go meanwhile may be met or not.
   * @throws BpfError; MapError ERR_MAP_CHANGING
   */
  entries(): IterableIterator<[K, V]> {
    return iterateEntries<K, V>(this.opened());
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  /** As {@link entries}. */
  keys(): IterableIterator<K> {
    return iterateKeys<K>(this.opened());
  }

  /** As {@link entries}. */
  values(): IterableIterator<V> {
    return iterateValues<V>(this.opened());
  }

  /** As {@link entries}, and faster. */
  forEach(visit: (value: V, key: K, map: this) => void): void {
    visitEntries<K, V>(this.opened(), (value, key) => visit(value, key, this));
  }

  /** As {@link entries}, undecoded: for {@link keyCodec} and {@link valueCodec}. */
  batches(): IterableIterator<EntryBatch> {
    return iterateBatches(this.opened());
  }

  /** {@link batches}, fetched on another thread: the next one while the caller works on the last. */
  batchesAsync(options?: BulkOptions): AsyncIterableIterator<EntryBatch> {
    return iterateBatchesAsync(this.opened(), options);
  }

  /**
   * Sets many elements; their number. Where an entry is wrong, those before it are set.
   * @throws as {@link set}, with `done`: the elements that were set before
   */
  setAll(entries: Iterable<readonly [K, In]>, options?: UpdateHow | UpdateOptions): number {
    const map = this.opened();
    return runSteps(map, setAllSteps(map, entries, updateFlags(options)));
  }

  /** Removes many keys; how many were there. @throws as {@link delete}, with `done` */
  deleteAll(keys: Iterable<K>): number {
    const map = this.opened();
    return runSteps(map, deleteAllSteps(map, keys));
  }

  /** Removes all elements; their number. Of an array, whose elements stay, sets all to zeros. @throws BpfError with `done` */
  clear(): number {
    const map = this.opened();
    return runSteps(map, clearSteps(map));
  }

  /** How many elements there are. Counts them, so takes as long as fetching all. @throws BpfError */
  count(): number {
    const map = this.opened();
    return runSteps(map, countSteps(map));
  }

  /** {@link entries}, fetched on another thread. */
  entriesAsync(options?: BulkOptions): AsyncIterableIterator<[K, V]> {
    return iterateEntriesAsync<K, V>(this.opened(), options);
  }

  /** {@link setAll} on another thread; kernel objects, which take a descriptor each, in turns on this one. */
  async setAllAsync(
    entries: Iterable<readonly [K, In]>,
    { how, lock, ...options }: UpdateOptions & BulkOptions = {},
  ): Promise<number> {
    const map = this.opened();
    return runStepsAsync(map, setAllSteps(map, entries, updateFlags({ how, lock })), options);
  }

  /** {@link deleteAll} on another thread. */
  async deleteAllAsync(keys: Iterable<K>, options?: BulkOptions): Promise<number> {
    const map = this.opened();
    return runStepsAsync(map, deleteAllSteps(map, keys), options);
  }

  /** {@link clear} on another thread. */
  async clearAsync(options?: BulkOptions): Promise<number> {
    const map = this.opened();
    return runStepsAsync(map, clearSteps(map), options);
  }

  /** {@link count} on another thread. */
  async countAsync(options?: BulkOptions): Promise<number> {
    const map = this.opened();
    return runStepsAsync(map, countSteps(map), options);
  }
}
