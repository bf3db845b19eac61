import type { OpenedMap } from "../open/core.js";
import { type BulkOptions, runStepsAsync } from "./steps.js";
import { Walk } from "./walk.js";

/**
 * Keys and values of a map, fetched on another thread a batch at a time and decoded on this one.
 *
 * @throws the signal's reason; BpfError; MapError ERR_MAP_CHANGING
 */
export async function* iterateEntriesAsync<K, V>(
  map: OpenedMap,
  options: BulkOptions = {},
): AsyncGenerator<[K, V], void, undefined> {
  const { key, value } = map;
  const walk = new Walk(map);
  let done = 0;
  while (await runStepsAsync(map, walk.steps(), { signal: options.signal })) {
    const { keys, values, batch } = walk;
    for (let i = 0, k = 0, v = 0; i < batch.count; i++, k += key.size, v += value.size)
      yield [key.decode(keys, k) as K, value.decode(values, v) as V];
    done += batch.count;
    options.onProgress?.({ done });
  }
}
