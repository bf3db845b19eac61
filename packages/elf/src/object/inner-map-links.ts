import { ParseError } from "../errors.js";
import { MapType } from "../generated/map-type.js";
import type { MapSlot, MapSpec } from "./spec.js";

/** iproute2's numbers of one map, and where they stand. */
export interface InnerMapLink {
  /** Index among the maps given to {@link linkInnerMaps}. */
  readonly position: number;
  readonly id?: number;
  readonly innerId?: number;
  readonly innerIndex?: number;
  /** Byte offset of the definition in the file. */
  readonly offset: number;
}

/**
 * Resolves iproute2's `inner_id` and `inner_idx`, as its loader does: an outer map takes the first map of that id
 * as the template of its inner maps, and each map of that id whose `inner_idx` is not -1 into that slot.
 * @throws ParseError ERR_MAP_DEFINITION when no map has the id, or when that map is an outer one itself.
 */
export function linkInnerMaps(maps: readonly MapSpec[], links: readonly InnerMapLink[]): MapSpec[] {
  const byId = new Map<number, { template: MapSpec; slots: MapSlot[] }>();
  for (const { position, id = 0, innerId = 0, innerIndex = -1 } of links) {
    const spec = maps[position]!;
    if (id === 0) continue;
    const inner = byId.get(id) ?? { template: { ...spec, pinning: "none" as const }, slots: [] };
    byId.set(id, inner);
    if (innerId === 0 && innerIndex !== -1) inner.slots.push({ index: innerIndex, symbol: spec.symbol });
  }
  const linked = [...maps];
  for (const { position, innerId = 0, offset } of links) {
    const spec = maps[position]!;
    if (!isOuter(spec) || innerId === 0) continue;
    const inner = byId.get(innerId);
    if (inner === undefined || isOuter(inner.template)) {
      const why = inner === undefined ? "which no map has" : "which is a map of maps itself";
      throw new ParseError("ERR_MAP_DEFINITION", `map ${spec.symbol} has the inner id ${innerId}, ${why}`, {
        section: spec.section,
        symbol: spec.symbol,
        offset: offset + 28,
      });
    }
    const { template, slots } = inner;
    linked[position] = { ...spec, innerMap: template, ...(slots.length > 0 && { slots }) };
  }
  return linked;
}

function isOuter({ type }: MapSpec): boolean {
  return type === MapType.ARRAY_OF_MAPS || type === MapType.HASH_OF_MAPS;
}
