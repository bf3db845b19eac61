import type { Btf } from "../btf/btf.js";
import type { BtfMember } from "../btf/types.js";
import { BtfKind } from "../generated/btf-kind.js";
import { type MapPlace, mapFault } from "./btf-maps-fault.js";

const encodings = "`__uint(…)` (a pointer to an array) or `__ulong(…)` (an enum of one value)";

/** The type that `__type(key, T)` or `__type(value, T)` points to. */
export interface MemberType {
  readonly id: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * Decodes the members of definitions. What was decoded is kept by type id: compilers share `__uint(type, …)` and the
 * like between all maps of an object.
 */
export class MemberDecoder {
  readonly #btf: Btf;
  readonly #u32s = new Map<number, number>();
  readonly #types = new Map<number, MemberType>();

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  /**
   * The number that a member encodes in its type: `__uint` as a pointer to an array of that length, `__ulong` as an
   * enum of that one value, negative values as 64-bit two's complement.
   * @throws ParseError ERR_MAP_DEFINITION
   */
  number(member: BtfMember, place: MapPlace): bigint {
    return readNumber(this.#btf, member, place);
  }

  /** As {@link number}, for the members that bpf(2) takes as 32 bits. */
  u32(member: BtfMember, place: MapPlace): number {
    const known = this.#u32s.get(member.type);
    if (known !== undefined) return known;
    const value = this.number(member, place);
    if (value > 0xffffffffn) {
      throw mapFault(place, `member ${member.name} is ${value}, more than 32 bits hold`);
    }
    this.#u32s.set(member.type, Number(value));
    return Number(value);
  }

  /** @throws ParseError ERR_MAP_DEFINITION for a member that is no pointer, or points to a type without a size. */
  type(member: BtfMember, place: MapPlace): MemberType {
    let type = this.#types.get(member.type);
    if (type === undefined) {
      type = readType(this.#btf, member, place);
      this.#types.set(member.type, type);
    }
    return type;
  }
}

function readNumber(btf: Btf, member: BtfMember, place: MapPlace): bigint {
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

function readType(btf: Btf, member: BtfMember, place: MapPlace): MemberType {
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
