import { mapInfo } from "@bpf/syscall";
import type { BloomFilter } from "../bloom/bloom-filter.js";
import { openBloomFilter } from "../bloom/open.js";
import { openMap, type TypedMapOptions } from "../keyed-map/open-map.js";
import { TypedMap } from "../keyed-map/typed-map.js";
import type { MapOfMaps } from "../nested/map-of-maps.js";
import { openMapOfMaps } from "../nested/open.js";
import { openCore } from "../open/core.js";
import { type MapSource, openSource } from "../open/source.js";
import { openQueue } from "../queue/open.js";
import type { Queue } from "../queue/queue.js";
import { openRingBuffer } from "../ring/open.js";
import type { RingBuffer } from "../ring/ring-buffer.js";
import { openStorageMap } from "../storage/open.js";
import type { StorageMap } from "../storage/storage-map.js";
import { type Opener, openerOf, wantedBy } from "./opener.js";

/** An open map of any kind; `kind` tells which class it is. */
export type AnyMap<K = unknown, V = unknown> =
  | TypedMap<K, V>
  | Queue<V>
  | BloomFilter<V>
  | MapOfMaps<K>
  | StorageMap<V>
  | RingBuffer<V>;

const openers: Readonly<Record<Opener, (source: MapSource, options: TypedMapOptions) => AnyMap>> = {
  openMap,
  openQueue,
  openBloomFilter,
  openMapOfMaps,
  openStorageMap,
  openRingBuffer,
};

/**
 * Opens a map as what its type is, for tools that are not told beforehand. Options that a kind has no use for are
 * ignored. With `json` a map of maps is a keyed one whose values are ids, since maps are no JSON.
 *
 * @throws MapError ERR_MAP_KIND for maps without elements: arenas and user ring buffers. Else as the function for the kind
 */
export function openAnyMap<K = unknown, V = unknown>(
  source: MapSource,
  options: TypedMapOptions = {},
): AnyMap<K, V> {
  const opened = openSource(source, options.access ?? "rw");
  using fd = opened.fd;
  const info = mapInfo(fd);
  const opener = openerOf(info.type);
  // For a map without elements the check of any function says why.
  if (opener === undefined) wantedBy("openMap").check?.(info, opened.path);
  if (opener === "openMapOfMaps" && options.json === true)
    return new TypedMap<K, V>(openCore(opened, options));
  return openers[opener ?? "openMap"](opened, options) as AnyMap<K, V>;
}
