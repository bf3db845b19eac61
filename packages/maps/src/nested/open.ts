import type { TypedMapOptions } from "../keyed-map/open-map.js";
import { wantedBy } from "../kinds/opener.js";
import { openCore } from "../open/core.js";
import type { OpenMapOptions } from "../open/options.js";
import { fdOf, type MapHolder, type MapSource } from "../open/source.js";
import { MapOfMaps } from "./map-of-maps.js";

export interface MapOfMapsOptions extends Omit<OpenMapOptions, "value"> {
  /**
   * How the inner maps are read, where their own BTF does not tell. Default: `raw`, `json` and `btf` of the outer map, and the
   * inner definition in its `spec`.
   */
  inner?: Omit<TypedMapOptions, "access"> | undefined;
}

/**
 * Opens an array or hash of maps. The kernel keeps no types of its keys: those of a hash are bytes (Uint8Array) unless
 * `key` gives a layout, or `spec` and `btf` the map's definition; those of an array are numbers.
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
export function openMapOfMaps<K = unknown, IK = unknown, IV = unknown, IIn = IV>(
  source: MapSource,
  options: MapOfMapsOptions = {},
): MapOfMaps<K, IK, IV, IIn> {
  const { inner = {}, ...outer } = options;
  const spec = (outer.spec ?? specOf(source))?.innerMap;
  const defaults = { raw: outer.raw, json: outer.json, btf: outer.btf, spec };
  return new MapOfMaps<K, IK, IV, IIn>(openCore(source, outer, wantedBy("openMapOfMaps")), {
    ...defaults,
    ...inner,
  });
}

/** The definition that a PinnedMap brings. */
const specOf = (source: MapSource): MapHolder["spec"] =>
  typeof source === "string" || source === fdOf(source) ? undefined : (source as MapHolder).spec;
