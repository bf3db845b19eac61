import { native } from "../addon/load.js";
import { rangeError, requireUnsigned } from "../errors/argument-error.js";
import { BatchOperation } from "./batch-operation.js";
import { BatchPosition } from "./batch-position.js";

const MAX_ENTRIES = 0xffff_ffff;

/** The map of a batch. */
export interface BatchMap {
  readonly keySize: number;
  readonly valueSize: number;
  /** Its number in the addon. @throws {@link FdClosedError} */
  readonly open: () => number;
}

/**
 * Room for `capacity` elements, reused from call to call, and the position of one walk over a map. Made by
 * MapElements.newBatch(). Element i has its key at `i * keySize` of {@link keys} and its value at `i * valueSize` of
 * {@link values}.
 *
 * Calls return 0 or -errno, which {@link elementError} makes an error of; the Async ones do the same on a thread of
 * the pool, and come back with the buffers filled. While one is under way every other call of this batch throws
 * (ERR_BPF_BATCH_BUSY); closing the map meanwhile does not disturb it. All throw FdClosedError after the map's close().
 *
 * What a walk over the whole map guarantees while others change it: {@link lookup} and {@link take} copy a hash's
 * buckets under their locks, so every key that is there throughout appears, once (a key that is deleted and set again
 * may appear twice). {@link walk} goes from key to key: see there.
 */
export class ElementBatch {
  readonly capacity: number;
  /** `capacity * keySize` bytes. */
  readonly keys: Uint8Array;
  /** `capacity * valueSize` bytes. */
  readonly values: Uint8Array;
  readonly #map: BatchMap;
  readonly #position: BatchPosition;
  #busy = false;

  /** @internal */
  constructor(map: BatchMap, capacity: number) {
    requireUnsigned("capacity", capacity, MAX_ENTRIES);
    if (capacity === 0) throw rangeError("capacity must be at least 1");
    this.capacity = capacity;
    this.#map = map;
    this.keys = allocate(capacity * map.keySize);
    this.values = allocate(capacity * map.valueSize);
    this.#position = new BatchPosition(map.keySize);
  }

  /** Elements in the last answer. For update and delete: how many to do, and then how many are done. */
  get count(): number {
    return this.#position.count;
  }
  /** @throws RangeError (ERR_OUT_OF_RANGE) unless it is an integer from 0 to {@link capacity}. */
  set count(count: number) {
    this.#ready();
    requireUnsigned("count", count, this.capacity);
    this.#position.count = count;
  }

  /** How often {@link walk} had to go back to the map's first key, since {@link rewind}. */
  get restarts(): number {
    return this.#position.restarts;
  }

  /** The next lookup, take or walk begins at the map's first element. */
  rewind(): void {
    this.#ready();
    this.#position.rewind();
  }

  /** A batch of another capacity that stands where this one does: after -ENOSPC. */
  resized(capacity: number): ElementBatch {
    this.#ready();
    const batch = new ElementBatch(this.#map, capacity);
    batch.#position.goTo(this.#position);
    return batch;
  }

  /**
   * The next elements (BPF_MAP_LOOKUP_BATCH, Linux 5.6), {@link count} of them. -ENOENT: these were the last, there
   * may be some. -ENOSPC: a hash's bucket has more elements than the capacity; nothing is lost, go on with
   * {@link resized}. -ENOTSUPP (524): use {@link walk} for this type of map.
   *
   * @param flags UpdateFlag.LOCK
   */
  lookup(flags = 0): number {
    return this.#run(BatchOperation.lookup, flags);
  }

  /** As {@link lookup}, and removes them (BPF_MAP_LOOKUP_AND_DELETE_BATCH; hashes only). */
  take(flags = 0): number {
    return this.#run(BatchOperation.take, flags);
  }

  /**
   * Sets the first {@link count} elements (BPF_MAP_UPDATE_BATCH), beginning at number `from`. On an error `count` is
   * the number of the element that failed.
   *
   * @param flags UpdateFlag.LOCK at most; NOEXIST and EXIST are EINVAL here: {@link updateEach} takes them
   */
  update(flags = 0, from = 0): number {
    return this.#run(BatchOperation.update, flags, from);
  }

  /**
   * Removes the first {@link count} keys (BPF_MAP_DELETE_BATCH), as {@link update}: -ENOENT at one that is not there.
   */
  delete(flags = 0, from = 0): number {
    return this.#run(BatchOperation.delete, flags, from);
  }

  /**
   * As {@link update}, by one BPF_MAP_UPDATE_ELEM each, with all of its flags; also for types of maps without batches.
   */
  updateEach(flags = 0, from = 0): number {
    return this.#run(BatchOperation.updateEach, flags, from);
  }

  /** As {@link delete}, by one BPF_MAP_DELETE_ELEM each. */
  deleteEach(from = 0): number {
    return this.#run(BatchOperation.deleteEach, 0, from);
  }

  /**
   * As {@link lookup}, by BPF_MAP_GET_NEXT_KEY and BPF_MAP_LOOKUP_ELEM for each: for kernels and types without batches.
   * 0 with fewer than `capacity` elements, even none, means that many keys had no value; go on.
   *
   * Deleting what it has returned does not disturb it. When others delete the very key that it stands on, the kernel's
   * next answer would be the map's first key: it then goes on from the last key of this call that is still there, and
   * only if the last 16 are all gone begins again ({@link restarts}), so that elements appear again. More than 1,000
   * times is -ELOOP. A key that is there throughout appears at least once, unless it is set again while the walk is in
   * its bucket: the kernel moves a key that is set to the bucket's front.
   */
  walk(flags = 0): number {
    return this.#run(BatchOperation.walk, flags);
  }

  /**
   * As {@link walk}, for the keys; {@link values} is overwritten. Where this type of map has no lookup, those of all
   * slots.
   */
  walkKeys(): number {
    return this.#run(BatchOperation.walkKeys, 0);
  }

  lookupAsync(flags = 0): Promise<number> {
    return this.#start(BatchOperation.lookup, flags);
  }
  /**
   * {@link take} on a thread of the pool. -EFAULT if the memory of {@link keys} or {@link values} was transferred
   * (postMessage, structuredClone) meanwhile: the elements that it took are then lost, gone from the map and nowhere
   * else. So never transfer it while a call is under way.
   */
  takeAsync(flags = 0): Promise<number> {
    return this.#start(BatchOperation.take, flags);
  }
  updateAsync(flags = 0, from = 0): Promise<number> {
    return this.#start(BatchOperation.update, flags, from);
  }
  deleteAsync(flags = 0, from = 0): Promise<number> {
    return this.#start(BatchOperation.delete, flags, from);
  }
  updateEachAsync(flags = 0, from = 0): Promise<number> {
    return this.#start(BatchOperation.updateEach, flags, from);
  }
  deleteEachAsync(from = 0): Promise<number> {
    return this.#start(BatchOperation.deleteEach, 0, from);
  }
  walkAsync(flags = 0): Promise<number> {
    return this.#start(BatchOperation.walk, flags);
  }
  walkKeysAsync(): Promise<number> {
    return this.#start(BatchOperation.walkKeys, 0);
  }

  #run(operation: BatchOperation, flags: number, from = 0): number {
    this.#ready();
    const { keys, values } = this;
    return native().batchRun(
      this.#map.open(),
      operation,
      keys,
      values,
      this.#position.bytes,
      this.capacity,
      from,
      flags,
    );
  }

  async #start(operation: BatchOperation, flags: number, from = 0): Promise<number> {
    this.#ready();
    const { keys, values } = this;
    const { bytes } = this.#position;
    const result = native().batchStart(
      this.#map.open(),
      operation,
      keys,
      values,
      bytes,
      this.capacity,
      from,
      flags,
    );
    if (typeof result === "number") return result;
    this.#busy = true;
    try {
      return await result;
    } finally {
      this.#busy = false;
    }
  }

  #ready(): void {
    if (!this.#busy) return;
    throw Object.assign(new Error("a call of this batch is under way; wait for its promise"), {
      code: "ERR_BPF_BATCH_BUSY" as const,
    });
  }
}

function allocate(size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (error) {
    throw Object.assign(rangeError(`a batch of ${size} bytes cannot be allocated`), { cause: error });
  }
}
