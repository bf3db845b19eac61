import type { ByteView } from "../codec/byte-view.js";
import type { OpenedMap } from "../open/core.js";
import { Walk } from "./walk.js";

/** Elements as bytes, one after the other: element `i` begins at `i` times the size of its codec. */
export interface EntryBatch {
  readonly count: number;
  /** Valid until the next batch. */
  readonly keys: ByteView;
  readonly values: ByteView;
}

export function* iterateBatches(map: OpenedMap): Generator<EntryBatch, void, undefined> {
  const walk = new Walk(map);
  while (walk.step()) yield { count: walk.batch.count, keys: walk.keys, values: walk.values };
}

/** Keys and values of a map, decoded one after the other. See {@link Walk} for what is guaranteed. */
export function* iterateEntries<K, V>(map: OpenedMap): Generator<[K, V], void, undefined> {
  const { key, value } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { keys, values, batch } = walk;
    const { count } = batch;
    for (let i = 0, k = 0, v = 0; i < count; i++, k += key.size, v += value.size)
      yield [key.decode(keys, k) as K, value.decode(values, v) as V];
  }
}

export function* iterateKeys<K>(map: OpenedMap): Generator<K, void, undefined> {
  const { key } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { keys, batch } = walk;
    for (let i = 0, k = 0; i < batch.count; i++, k += key.size) yield key.decode(keys, k) as K;
  }
}

export function* iterateValues<V>(map: OpenedMap): Generator<V, void, undefined> {
  const { value } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { values, batch } = walk;
    for (let i = 0, v = 0; i < batch.count; i++, v += value.size) yield value.decode(values, v) as V;
  }
}

/** Calls `visit` for each element: faster than a generator. */
export function visitEntries<K, V>(map: OpenedMap, visit: (value: V, key: K) => void): void {
  const { key, value } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { keys, values, batch } = walk;
    const { count } = batch;
    for (let i = 0, k = 0, v = 0; i < count; i++, k += key.size, v += value.size)
      visit(value.decode(values, v) as V, key.decode(keys, k) as K);
  }
}
