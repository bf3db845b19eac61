import type { KeylessOptions } from "../kinds/keyless-options.js";
import { wantedBy } from "../kinds/opener.js";
import { openCore } from "../open/core.js";
import type { MapSource } from "../open/source.js";
import { StorageMap } from "./storage-map.js";

/**
 * Opens a map of local storage: of sockets, inodes, tasks or cgroups. Values are what the map's BTF says, which such
 * maps always have.
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
export function openStorageMap<V = unknown>(source: MapSource, options: KeylessOptions = {}): StorageMap<V> {
  return new StorageMap<V>(openCore(source, options, wantedBy("openStorageMap")));
}
