import { BtfKind, type BtfType, type CoreRelocation } from "@bpf/elf";
import { littleEndian } from "../byte-order.js";
import { CoreKind, isEnumBased, isTypeBased } from "./kind.js";
import type { CoreSpec } from "./spec.js";
import { isComposite, isEnum } from "./types.js";

/** What a relocation comes to in terms of one BTF. */
export interface CoreValue {
  /** 64 bits, without sign. */
  readonly value: bigint;
  /** Bytes of the field, and its type, where an instruction that reads or writes it may have to change its size. */
  readonly field?: { readonly size: number; readonly type: BtfType };
  /** Whether the object's own value can be told exactly, and so has to be the one in the instruction. */
  readonly exact: boolean;
}

/** Shifts are computed in 32 bits: those of fields over 8 bytes, which mean nothing, wrap there. */
const u32 = (value: number): bigint => BigInt.asUintN(32, BigInt(value));
const u64 = (value: number | bigint): bigint => BigInt.asUintN(64, BigInt(value));

/**
 * The value of a relocation (bpf_core_calc_relo). Undefined where there is no such value: the instruction must not be
 * reached. A text says what makes the relocation malformed.
 * @param spec undefined where no type of the target has what is asked for
 */
export function coreValue(
  { kind }: CoreRelocation,
  spec: CoreSpec | undefined,
): CoreValue | string | undefined {
  if (isTypeBased(kind)) return typeValue(kind, spec);
  return isEnumBased(kind) ? enumValue(kind, spec) : fieldValue(kind, spec);
}

function typeValue(kind: number, spec: CoreSpec | undefined): CoreValue {
  if (spec === undefined) return { value: 0n, exact: true };
  switch (kind) {
    case CoreKind.TYPE_ID_LOCAL:
    case CoreKind.TYPE_ID_TARGET:
      return { value: BigInt(spec.rootId), exact: false };
    case CoreKind.TYPE_SIZE:
      return { value: BigInt(spec.types.sizeOf(spec.rootId)), exact: true };
    default:
      return { value: 1n, exact: true };
  }
}

function enumValue(kind: number, spec: CoreSpec | undefined): CoreValue | undefined {
  if (kind === CoreKind.ENUMVAL_EXISTS) return { value: spec === undefined ? 0n : 1n, exact: true };
  if (spec === undefined) return undefined;
  const access = spec.accesses[0]!;
  const type = spec.types.resolved(access.typeId);
  if (!isEnum(type)) return undefined;
  const { value } = type.values[access.index]!;
  // An enum's 32 bits are taken as signed, whatever it says of itself.
  return { value: u64(typeof value === "number" ? value | 0 : value), exact: true };
}

function fieldValue(kind: number, spec: CoreSpec | undefined): CoreValue | string | undefined {
  if (kind === CoreKind.FIELD_EXISTS) return { value: spec === undefined ? 0n : 1n, exact: true };
  if (spec === undefined) return undefined;
  const { types, bitOffset } = spec;
  const access = spec.accesses.at(-1)!;
  if (access.name === undefined) return elementValue(kind, spec, access.typeId);
  const struct = types.type(access.typeId);
  const member = isComposite(struct) ? struct.members[access.index] : undefined;
  if (member === undefined) return "a member that is none";
  const type = types.resolved(member.type);
  const isBitfield = member.bitfieldSize > 0;
  const place = isBitfield
    ? bitfieldPlace(bitOffset, member.bitfieldSize, "size" in type ? type.size : 0)
    : { at: Math.floor(bitOffset / 8), size: types.sizeOf(type.id) };
  if (place === undefined) return "a bit field that no load of 8 bytes holds";
  const bits = isBitfield ? member.bitfieldSize : place.size * 8;
  switch (kind) {
    case CoreKind.FIELD_BYTE_OFFSET: {
      const value = { value: u64(place.at), exact: !isBitfield };
      return isBitfield ? value : { ...value, field: { size: place.size, type } };
    }
    case CoreKind.FIELD_BYTE_SIZE:
      return { value: u64(place.size), exact: !isBitfield };
    case CoreKind.FIELD_SIGNED:
      return { value: isSigned(type) ? 1n : 0n, exact: true };
    case CoreKind.FIELD_LSHIFT_U64: {
      const within = bitOffset - place.at * 8;
      const shift = littleEndian ? 64 - within - bits : (8 - place.size) * 8 + within;
      return { value: u32(shift), exact: !isBitfield };
    }
    default:
      return { value: u32(64 - bits), exact: true };
  }
}

function elementValue(kind: number, { types, bitOffset }: CoreSpec, id: number): CoreValue | string {
  const size = types.sizeOf(id);
  if (kind === CoreKind.FIELD_BYTE_OFFSET)
    return { value: u64(Math.floor(bitOffset / 8)), exact: true, field: { size, type: types.resolved(id) } };
  if (kind === CoreKind.FIELD_BYTE_SIZE) return { value: u64(size), exact: true };
  return `kind ${kind} of an element of an array`;
}

/** The smallest aligned load that has all of a bit field: where it begins and how long it is, in bytes. */
function bitfieldPlace(
  bitOffset: number,
  bits: number,
  declared: number,
): { at: number; size: number } | undefined {
  if (declared < 1) return undefined;
  for (let size = declared; ; size *= 2) {
    const at = Math.floor(Math.floor(bitOffset / 8) / size) * size;
    if (bitOffset + bits - at * 8 <= size * 8) return { at, size };
    if (size >= 8) return undefined;
  }
}

function isSigned(type: BtfType): boolean {
  return (isEnum(type) || type.kind === BtfKind.INT) && type.signed;
}
