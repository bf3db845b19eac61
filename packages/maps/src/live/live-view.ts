import { type MapInfo, mapInfo } from "@bpf/syscall";
import { codecOf } from "../codec/codec.js";
import type { TypedMap } from "../keyed-map/typed-map.js";
import type { Layout } from "../layout/layout.js";
import { mapLayouts } from "../open/layouts.js";
import type { OpenMapOptions } from "../open/options.js";
import { type MapSource, openSource } from "../open/source.js";
import { LiveArray } from "./live-array.js";
import type { LiveMemory } from "./live-memory.js";
import { type MemoryOptions, mapMemory } from "./map-memory.js";

/** Options of {@link liveView}: how the pin is opened, and what a value is. */
export interface LiveViewOptions
  extends Pick<OpenMapOptions, "value" | "spec" | "btf" | "raw">,
    MemoryOptions {}

/** A {@link TypedMap} whose values are known. */
export type OpenArray<V> = Pick<TypedMap<unknown, V>, "fd" | "path" | "valueCodec" | "valueLayout">;

/**
 * The elements of an array map with BPF_F_MMAPABLE in its own memory. Without `access`, writable where the map and the
 * descriptor are; while it is, the map cannot be frozen (EBUSY). Of an open map its layout of values is taken; what a view
 * gives is never JSON: bigints, also where the map was opened with `json`. The map's descriptor may be closed: the view stands by itself. Linux 5.5.
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, or one without the flag; what {@link openMap} throws
 */
export function liveView<V>(map: OpenArray<V>, options?: LiveViewOptions): LiveArray<V>;
export function liveView<V = unknown>(source: MapSource, options?: LiveViewOptions): LiveArray<V>;
export function liveView<V>(source: MapSource, options: LiveViewOptions = {}): LiveArray<V> {
  // A view for reading needs a descriptor for writing as well: see mapMemory.
  const opened = openSource(source, "rw");
  using fd = opened.fd;
  const info = mapInfo(fd);
  const memory = mapMemory(fd, info, opened.path, options);
  // A map of this package knows its own.
  const { valueLayout } = source as Partial<OpenArray<V>>;
  const value = options.value ?? valueLayout;
  return arrayOf(memory, info, () => mapLayouts(info, { ...options, value }, opened).value);
}

/** Unmaps where no layout can be had. */
function arrayOf<V>(
  memory: LiveMemory,
  { maxEntries, valueSize }: MapInfo,
  layout: () => Layout,
): LiveArray<V> {
  try {
    const extent = { length: maxEntries, stride: Math.ceil(valueSize / 8) * 8 };
    return new LiveArray(memory, extent, codecOf<V>(layout()));
  } catch (error) {
    memory.close();
    throw error;
  }
}
