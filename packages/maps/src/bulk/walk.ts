import { MapType } from "@bpf/elf";
import { type ElementBatch, elementError } from "@bpf/syscall";
import { type ByteView, byteView } from "../codec/byte-view.js";
import { MapError } from "../errors.js";
import type { OpenedMap } from "../open/core.js";
import { isArray } from "../open/map-types.js";
import { runSteps, type Steps } from "./steps.js";

const ENOENT = -2;
const EINTR = -4;
const EINVAL = -22;
const ENOSPC = -28;
const ELOOP = -40;
const EOPNOTSUPP = -95;
const ENOTSUPP = -524;

/** Bytes of keys and values that are fetched at a time. */
const batchBytes = 2 * 1024 * 1024;
const mostCapacity = 65_536;
/** Some kernels hold a few elements more than max entries. */
const spareEntries = 64;

/**
 * Elements that are fetched at a time: small maps in one call, of large values no more than a few. Where a bucket of a
 * hash holds more, the kernel says so (ENOSPC).
 */
export function batchCapacity({ elements, info: { type, maxEntries } }: OpenedMap): number {
  const fit = Math.floor(batchBytes / (elements.keySize + elements.valueSize));
  return Math.min(Math.max(fit, 1), mostCapacity, isArray(type) ? maxEntries : maxEntries + spareEntries);
}

/** Whether an errno says that the kernel or the map type has no such batch command (Linux 5.6). */
export const lacksBatch = (result: number): boolean =>
  result === ENOTSUPP || result === EOPNOTSUPP || result === EINVAL;

/**
 * Goes once over a map's elements, many at a time: by BPF_MAP_LOOKUP_BATCH, or where kernel or map type have none by
 * get-next-key and lookup. LPM tries always by the latter: their batches go on from the last key, and start over, without
 * end maybe, where that was deleted.
 *
 * What is guaranteed: an element that is there all the time is met. By batches it is met once; by get-next-key, where
 * deleting the element that the walk stands on sends it back to the start, maybe several times. Elements that come or
 * go meanwhile may be met or not.
 */
export class Walk {
  /** The elements of the last step; `batch.count` of them. */
  batch: ElementBatch;
  /** `batch.keys` and `batch.values`. */
  keys: ByteView;
  values: ByteView;
  readonly #map: OpenedMap;
  #byBatch: boolean;
  #done = false;

  constructor(map: OpenedMap, capacity = batchCapacity(map)) {
    this.#map = map;
    this.#byBatch = map.info.type !== MapType.LPM_TRIE;
    this.batch = map.elements.newBatch(capacity);
    this.keys = byteView(this.batch.keys);
    this.values = byteView(this.batch.values);
  }

  /**
   * The calls that fetch the next elements; false at the end.
   * @param done elements that were met before
   * @throws BpfError; MapError ERR_MAP_CHANGING
   */
  *steps(done = 0): Steps<boolean> {
    while (!this.#done) {
      const result: number = yield { batch: this.batch, call: this.#byBatch ? "lookup" : "walk", done };
      if (this.#took(result)) return true;
    }
    return false;
  }

  /** {@link steps} on this thread. */
  step(): boolean {
    return runSteps(this.#map, this.steps());
  }

  /** Begins again at the map's first element. */
  rewind(): void {
    this.#done = false;
    this.batch.rewind();
  }

  /** Whether a call's result brought elements. */
  #took(result: number): boolean {
    if (result === ENOENT) this.#done = true;
    else if (result === ENOSPC && this.#byBatch) return this.#grow();
    else if (this.#byBatch && lacksBatch(result)) {
      this.#byBatch = false;
      this.batch.rewind();
      return false;
    } else if (result === ELOOP) throw this.#changing();
    else if (result < 0 && result !== EINTR)
      throw elementError(result, this.#byBatch ? "MAP_LOOKUP_BATCH" : "MAP_LOOKUP_ELEM");
    return this.batch.count > 0;
  }

  /** A bucket of the hash holds more than fits: nothing was fetched, and more room is needed. */
  #grow(): boolean {
    this.batch = this.batch.resized(this.batch.capacity * 2);
    this.keys = byteView(this.batch.keys);
    this.values = byteView(this.batch.values);
    return false;
  }

  #changing(): MapError {
    const { info, path } = this.#map;
    return new MapError(
      "ERR_MAP_CHANGING",
      `Map ${info.name} is walked key by key, and others delete its elements so fast that the walk does not end.`,
      { map: info.name, path },
    );
  }
}
