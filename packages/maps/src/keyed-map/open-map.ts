import { wantedBy } from "../kinds/opener.js";
import { openCore } from "../open/core.js";
import type { OpenMapOptions } from "../open/options.js";
import type { MapSource } from "../open/source.js";
import { TypedMap } from "./typed-map.js";

/** Options of {@link openMap}. */
export interface TypedMapOptions extends OpenMapOptions {
  /**
   * Of a per-CPU map: one value, each number in it the sum over all possible CPUs, in place of an array of values.
   * Such a map can be read only.
   */
  sum?: boolean | undefined;
}

/**
 * Opens a map that has keys: hashes, arrays, LRU, per-CPU and LPM maps, program arrays, device and socket maps, local storage. Keys
 * and values are typed by the BTF that the kernel keeps with the map, by a definition (`spec` and `btf`), or by layouts.
 *
 * @throws BpfError: ENOENT, EACCES, EPERM …; MapError ERR_MAP_KIND, ERR_MAP_TYPES; LayoutError; ParseError
 */
export function openMap<K = unknown, V = unknown, In = V>(
  source: MapSource,
  options: TypedMapOptions = {},
): TypedMap<K, V, In> {
  return new TypedMap<K, V, In>(openCore(source, options, { ...wantedBy("openMap"), sum: options.sum }));
}
