import type { KeylessOptions } from "../kinds/keyless-options.js";
import { wantedBy } from "../kinds/opener.js";
import { openCore } from "../open/core.js";
import type { MapSource } from "../open/source.js";
import { BloomFilter } from "./bloom-filter.js";

/**
 * Opens a bloom filter. Values are what the map's BTF says, else bytes (Uint8Array).
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
export function openBloomFilter<V = unknown>(
  source: MapSource,
  options: KeylessOptions = {},
): BloomFilter<V> {
  return new BloomFilter<V>(openCore(source, options, wantedBy("openBloomFilter")));
}
