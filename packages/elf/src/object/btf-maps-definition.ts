import type { Btf } from "../btf/btf.js";
import type { BtfMember, BtfStruct } from "../btf/types.js";
import { BtfKind } from "../generated/btf-kind.js";
import { MapType } from "../generated/map-type.js";
import { type MapPlace, mapFault } from "./btf-maps-fault.js";
import { type MemberType, memberNumber, memberType, memberU32 } from "./btf-maps-member.js";
import { readValues, type Values } from "./btf-maps-values.js";

/** The numbers of one definition, as its members say; undefined where a member is missing. */
export interface BtfMapDefinition {
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  readonly mapExtra: bigint;
  readonly numaNode?: number;
  readonly byName: boolean;
  readonly keyTypeId?: number;
  readonly valueTypeId?: number;
  readonly values?: Values<BtfMapDefinition>;
}

/** What reading a definition needs to know, and where it says what it let pass. */
export interface DefinitionContext {
  readonly btf: Btf;
  readonly relaxed: boolean;
  readonly warnings: string[];
}

/**
 * Reads the struct behind a map variable, by libbpf's rules (libbpf.c, parse_btf_map_def).
 * @param isInner The struct is the template of inner maps: it has no `pinning` and no `values`.
 * @throws ParseError ERR_MAP_DEFINITION, ERR_MAP_PINNING
 */
export function readDefinition(
  context: DefinitionContext,
  struct: BtfStruct,
  place: MapPlace,
  isInner: boolean,
): BtfMapDefinition {
  const { btf } = context;
  const members = membersByName(context, struct, place);
  const u32 = (name: string): number | undefined => {
    const member = members.get(name);
    return member && memberU32(btf, member, place);
  };
  const pointee = (name: string): MemberType | undefined => {
    const member = members.get(name);
    return member && memberType(btf, member, place);
  };
  const type = u32("type");
  if (type === undefined || type === MapType.UNSPEC) throw mapFault(place, "has no member type");
  const key = pointee("key");
  const value = pointee("value");
  const extra = members.get("map_extra");
  const numaNode = u32("numa_node");
  const pinning = u32("pinning");
  checkPinning(pinning, place, isInner);

  const last = members.get("values");
  if (last !== undefined && isInner) {
    throw mapFault(place, "member values makes it a map of maps itself; one level is the limit");
  }
  if (last !== undefined && last !== struct.members.at(-1)) {
    throw mapFault(place, "member values is not the last one");
  }
  const values =
    last && readValues(btf, last, type, place, (inner, at) => readDefinition(context, inner, at, true));
  const slotSize = values && 4;
  return {
    type,
    keySize: agreedSize("key", u32("key_size"), key?.size, place) ?? 0,
    valueSize:
      agreedSize("values", agreedSize("value", u32("value_size"), value?.size, place), slotSize, place) ?? 0,
    maxEntries: u32("max_entries") ?? 0,
    flags: u32("map_flags") ?? 0,
    mapExtra: extra === undefined ? 0n : memberNumber(btf, extra, place),
    ...(numaNode !== undefined && { numaNode }),
    byName: pinning === 1,
    ...(key && { keyTypeId: key.id }),
    ...(value && { valueTypeId: value.id }),
    ...(values && { values }),
  };
}

const known = new Set(
  "type map_flags max_entries key_size value_size key value pinning numa_node map_extra values".split(" "),
);

function membersByName(
  { relaxed, warnings }: DefinitionContext,
  struct: BtfStruct,
  place: MapPlace,
): Map<string, BtfMember> {
  const members = new Map<string, BtfMember>();
  for (const member of struct.members) {
    const { name } = member;
    if (!known.has(name)) {
      const fault = mapFault(place, name === "" ? "has a member without a name" : `unknown member ${name}`);
      if (!relaxed) throw fault;
      warnings.push(fault.message);
    } else if (members.has(name)) {
      throw mapFault(place, `has two members ${name}`);
    } else {
      members.set(name, member);
    }
  }
  return members;
}

/** LIBBPF_PIN_NONE is 0, LIBBPF_PIN_BY_NAME 1. */
function checkPinning(pinning: number | undefined, place: MapPlace, isInner: boolean): void {
  if (pinning === undefined) return;
  if (isInner) throw mapFault(place, "member pinning: inner maps are never pinned", "ERR_MAP_PINNING");
  if (pinning > 1) {
    const values = "0 (LIBBPF_PIN_NONE) or 1 (LIBBPF_PIN_BY_NAME)";
    throw mapFault(place, `member pinning is ${pinning}, not ${values}`, "ERR_MAP_PINNING");
  }
}

/** The one size where both are given; two that differ are an error. */
function agreedSize(
  what: "key" | "value" | "values",
  size: number | undefined,
  typeSize: number | undefined,
  place: MapPlace,
): number | undefined {
  if (size === undefined || typeSize === undefined || size === typeSize) return size ?? typeSize;
  const sizeName = what === "key" ? "key_size" : "value_size";
  throw mapFault(place, `member ${sizeName} is ${size}, but member ${what} takes ${typeSize} bytes`);
}

/**
 * The struct of a definition, through typedefs, const and volatile.
 * @throws ParseError ERR_MAP_DEFINITION
 */
export function definitionStruct(btf: Btf, id: number, place: MapPlace): BtfStruct {
  const type = btf.resolve(id);
  if (type.kind === BtfKind.STRUCT) return type;
  throw mapFault(place, "is no struct");
}
