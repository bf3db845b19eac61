import type { Btf } from "../btf/btf.js";
import type { BtfMember, BtfStruct } from "../btf/types.js";
import { BtfKind } from "../generated/btf-kind.js";
import { MapType } from "../generated/map-type.js";
import { type MapPlace, mapFault } from "./btf-maps-fault.js";
import type { MemberDecoder, MemberType } from "./btf-maps-member.js";
import { readValues, type Values } from "./btf-maps-values.js";

/** The numbers of one definition, as its members say; undefined where a member is missing. */
export interface BtfMapDefinition {
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  readonly mapExtra: bigint;
  readonly numaNode: number | undefined;
  readonly byName: boolean;
  readonly keyTypeId: number | undefined;
  readonly valueTypeId: number | undefined;
  readonly values: Values<BtfMapDefinition> | undefined;
}

/** What reading a definition needs to know, and where it says what it let pass. */
export interface DefinitionContext {
  readonly btf: Btf;
  readonly decoder: MemberDecoder;
  readonly relaxed: boolean;
  readonly warnings: string[];
}

/** The members of one definition, decoded as far as each can be alone. */
class Members {
  type: number | undefined;
  keySize: number | undefined;
  valueSize: number | undefined;
  maxEntries: number | undefined;
  flags: number | undefined;
  mapExtra: bigint | undefined;
  numaNode: number | undefined;
  pinning: number | undefined;
  key: MemberType | undefined;
  value: MemberType | undefined;
  values: BtfMember | undefined;
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
  const members = new Members();
  for (const member of struct.members) readMember(context, members, member, place);
  const { type, key, value } = members;
  if (type === undefined || type === MapType.UNSPEC) throw mapFault(place, "has no member type");
  checkPinning(members.pinning, place, isInner);

  const last = members.values;
  if (last !== undefined && isInner) {
    throw mapFault(place, "member values makes it a map of maps itself; one level is the limit");
  }
  if (last !== undefined && last !== struct.members.at(-1)) {
    throw mapFault(place, "member values is not the last one");
  }
  const values =
    last &&
    readValues(context.btf, last, type, place, (inner, at) => readDefinition(context, inner, at, true));
  const valueSize = agreedSize("value", members.valueSize, value?.size, place);
  return {
    type,
    keySize: agreedSize("key", members.keySize, key?.size, place) ?? 0,
    valueSize: agreedSize("values", valueSize, values && slotSize, place) ?? 0,
    maxEntries: members.maxEntries ?? 0,
    flags: members.flags ?? 0,
    mapExtra: members.mapExtra ?? 0n,
    numaNode: members.numaNode,
    byName: members.pinning === 1,
    keyTypeId: key?.id,
    valueTypeId: value?.id,
    values,
  };
}

/** Bytes of a slot that holds a map or a program. */
const slotSize = 4;

function readMember(
  { decoder, relaxed, warnings }: DefinitionContext,
  members: Members,
  member: BtfMember,
  place: MapPlace,
): void {
  const field = fields.get(member.name);
  if (field === undefined) {
    const { name } = member;
    const fault = mapFault(place, name === "" ? "has a member without a name" : `unknown member ${name}`);
    if (!relaxed) throw fault;
    warnings.push(fault.message);
    return;
  }
  if (members[field] !== undefined) throw mapFault(place, `has two members ${member.name}`);
  if (field === "key" || field === "value") members[field] = decoder.type(member, place);
  else if (field === "mapExtra") members.mapExtra = decoder.number(member, place);
  else if (field === "values") members.values = member;
  else members[field] = decoder.u32(member, place);
}

const fields: ReadonlyMap<string, keyof Members> = new Map([
  ["type", "type"],
  ["map_flags", "flags"],
  ["max_entries", "maxEntries"],
  ["key_size", "keySize"],
  ["value_size", "valueSize"],
  ["key", "key"],
  ["value", "value"],
  ["pinning", "pinning"],
  ["numa_node", "numaNode"],
  ["map_extra", "mapExtra"],
  ["values", "values"],
]);

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
