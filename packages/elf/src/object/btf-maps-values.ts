import type { Btf } from "../btf/btf.js";
import type { BtfMember, BtfStruct } from "../btf/types.js";
import { BtfKind } from "../generated/btf-kind.js";
import { MapType } from "../generated/map-type.js";
import { type MapPlace, mapFault } from "./btf-maps-fault.js";

/** The member `values`: an array of pointers, to inner maps (`inner` is their definition) or to programs. */
export interface Values<Inner> {
  /** Bytes from the start of the map's variable. */
  readonly offset: number;
  readonly inner?: Inner;
}

const isMapOfMaps = (type: number): boolean =>
  type === MapType.ARRAY_OF_MAPS || type === MapType.HASH_OF_MAPS;

/**
 * Reads `__array(values, T)`: an array of length 0 of pointers to T.
 * @param readInner Reads the definition of the inner maps.
 * @throws ParseError ERR_MAP_DEFINITION
 */
export function readValues<Inner>(
  btf: Btf,
  member: BtfMember,
  mapType: number,
  place: MapPlace,
  readInner: (struct: BtfStruct, place: MapPlace) => Inner,
): Values<Inner> {
  const inMap = isMapOfMaps(mapType);
  if (!inMap && mapType !== MapType.PROG_ARRAY) {
    throw mapFault(place, `member values does not go with type ${mapType}: no map of maps, no program array`);
  }
  const array = btf.resolve(member.type);
  const pointer = array.kind === BtfKind.ARRAY ? btf.resolve(array.type) : undefined;
  if (array.kind !== BtfKind.ARRAY || array.length !== 0 || pointer?.kind !== BtfKind.PTR) {
    throw mapFault(place, "member values is not made by `__array(values, …)` (an array [] of pointers)");
  }
  if (member.bitOffset % 64 !== 0) throw mapFault(place, "member values is not aligned to 8 bytes");
  const offset = member.bitOffset / 8;
  const target = btf.resolve(pointer.type);
  if (!inMap) {
    if (target.kind === BtfKind.FUNC_PROTO) return { offset };
    throw mapFault(place, "member values of a program array does not point to functions");
  }
  if (target.kind !== BtfKind.STRUCT) {
    throw mapFault(place, "member values of a map of maps does not point to a struct");
  }
  return { offset, inner: readInner(target, { map: `${place.map}.inner`, offset: place.offset }) };
}
