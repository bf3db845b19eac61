import type { Btf } from "../btf/btf.js";
import type { BtfMember } from "../btf/types.js";
import { BtfKind } from "../generated/btf-kind.js";
import { type MapPlace, mapFault } from "./btf-maps-fault.js";

const encodings = "`__uint(…)` (a pointer to an array) or `__ulong(…)` (an enum of one value)";

/**
 * The number that a member of a definition encodes in its type: `__uint` as a pointer to an array of that length,
 * `__ulong` as an enum of that one value, negative values as 64-bit two's complement.
 * @throws ParseError ERR_MAP_DEFINITION
 */
export function memberNumber(btf: Btf, member: BtfMember, place: MapPlace): bigint {
  const type = btf.resolve(member.type);
  if (type.kind === BtfKind.PTR) {
    const array = btf.type(type.type);
    if (array.kind === BtfKind.ARRAY) return BigInt(array.length);
  } else if (type.kind === BtfKind.ENUM || type.kind === BtfKind.ENUM64) {
    if (type.values.length === 1) return BigInt.asUintN(64, BigInt(type.values[0]!.value));
    throw mapFault(place, `member ${member.name} is an enum of ${type.values.length} values, not of one`);
  }
  throw mapFault(place, `member ${member.name} is not made by ${encodings}`);
}

/** As {@link memberNumber}, for the members that bpf(2) takes as 32 bits. */
export function memberU32(btf: Btf, member: BtfMember, place: MapPlace): number {
  const value = memberNumber(btf, member, place);
  if (value <= 0xffffffffn) return Number(value);
  throw mapFault(place, `member ${member.name} is ${value}, more than 32 bits hold`);
}

/** The type that `__type(key, T)` or `__type(value, T)` points to. */
export interface MemberType {
  readonly id: number;
  /** Bytes. */
  readonly size: number;
}

/** @throws ParseError ERR_MAP_DEFINITION for a member that is no pointer, or points to a type without a size. */
export function memberType(btf: Btf, member: BtfMember, place: MapPlace): MemberType {
  const type = btf.resolve(member.type);
  if (type.kind !== BtfKind.PTR) {
    throw mapFault(place, `member ${member.name} is not made by \`__type(${member.name}, …)\` (a pointer)`);
  }
  try {
    return { id: type.type, size: btf.sizeOf(type.type) };
  } catch (cause) {
    const message = `the size of member ${member.name} cannot be told`;
    throw mapFault(place, `${message}: ${(cause as Error).message}`, "ERR_MAP_DEFINITION", { cause });
  }
}
