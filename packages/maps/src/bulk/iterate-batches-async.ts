import { byteView } from "../codec/byte-view.js";
import type { OpenedMap } from "../open/core.js";
import type { EntryBatch } from "./iterate.js";
import { type BulkOptions, runStepsAsync } from "./steps.js";
import { batchCapacity, Walk } from "./walk.js";

/** Elements that are fetched at a time: enough to be fast, and few enough that the first are soon there. */
const usualCapacity = 8192;

/**
 * Elements as bytes, fetched on another thread: the next batch while the caller works on this one, which lies in memory
 * of its own.
 *
 * @throws the signal's reason; BpfError; MapError ERR_MAP_CHANGING
 */
export async function* iterateBatchesAsync(
  map: OpenedMap,
  { signal, onProgress }: BulkOptions = {},
): AsyncGenerator<EntryBatch, void, undefined> {
  const walk = new Walk(map, Math.min(batchCapacity(map), usualCapacity));
  let next = runStepsAsync(map, walk.steps(), { signal });
  let done = 0;
  try {
    while (await next) {
      const { batch, keys, values } = walk;
      const { count } = batch;
      walk.batch = batch.resized(batch.capacity);
      walk.keys = byteView(walk.batch.keys);
      walk.values = byteView(walk.batch.values);
      next = runStepsAsync(map, walk.steps(), { signal });
      // It is looked at when it is waited for; until then a failure is not unhandled.
      next.catch(() => undefined);
      yield { count, keys, values };
      done += count;
      onProgress?.({ done });
    }
  } finally {
    // A caller that leaves early must not meet a call that is still under way.
    await next.catch(() => undefined);
  }
}
