import type { KeylessOptions } from "../kinds/keyless-options.js";
import { wantedBy } from "../kinds/opener.js";
import { openCore } from "../open/core.js";
import type { MapSource } from "../open/source.js";
import { Queue } from "./queue.js";

export type { KeylessOptions };

/**
 * Opens a queue or stack. The kernel keeps no types of them: values are bytes (Uint8Array) unless `value` gives a
 * layout, or `spec` and `btf` the map's definition. Popping writes: it needs access "rw".
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
export function openQueue<V = unknown>(source: MapSource, options: KeylessOptions = {}): Queue<V> {
  return new Queue<V>(openCore(source, options, wantedBy("openQueue")));
}
