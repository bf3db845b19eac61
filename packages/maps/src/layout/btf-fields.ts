import { type BtfInt, BtfKind, type BtfMember } from "@bpf/elf";
import { LayoutError } from "../errors.js";
import type { BtfTypes } from "./btf-types.js";
import { isKernelOwned } from "./kernel-owned.js";
import type { BitRange, Layout, LayoutField } from "./layout.js";
import { bitFieldLayout, isWhole } from "./scalars-from-btf.js";

/** Where the layouts of members come from. */
export interface LayoutSource {
  readonly types: BtfTypes;
  of(typeId: number, path: string): Layout;
}

/** A member as a field; undefined for one that is padding. @throws LayoutError */
export function fieldOf(
  layouts: LayoutSource,
  member: BtfMember,
  markKernelOwned: boolean,
  path: string,
): LayoutField | undefined {
  const { name, bitOffset } = member;
  const { type } = layouts.types.resolve(member.type);
  if (name === "" && type.kind !== BtfKind.STRUCT && type.kind !== BtfKind.UNION) return undefined;
  const offset = Math.floor(bitOffset / 8);
  if (member.bitfieldSize > 0) {
    const layout = type.kind === BtfKind.INT ? bitFieldLayout(type) : layouts.of(member.type, path);
    return bitField(name, layout, { offset: bitOffset, size: member.bitfieldSize }, path);
  }
  // Before kind_flag the width is the type's own, and its start adds to the member's.
  if (type.kind === BtfKind.INT && (!isWhole(type) || bitOffset % 8 !== 0))
    return oldBitField(member, type, path);
  if (bitOffset % 8 !== 0) throw new LayoutError(path, "is no bit field, and begins inside a byte");
  const layout = layouts.of(member.type, path);
  return markKernelOwned && isKernelOwned(layouts.types, member.type)
    ? { name, offset, layout, kernelOwned: true }
    : { name, offset, layout };
}

function oldBitField({ name, bitOffset }: BtfMember, type: BtfInt, path: string): LayoutField {
  if (type.bitOffset + type.bits > type.size * 8) throw new LayoutError(path, "has bits outside its type");
  return bitField(name, bitFieldLayout(type), { offset: bitOffset + type.bitOffset, size: type.bits }, path);
}

function bitField(name: string, layout: Layout | undefined, bits: BitRange, path: string): LayoutField {
  if (layout?.kind !== "integer" && layout?.kind !== "bool" && layout?.kind !== "enum")
    throw new LayoutError(path, "is a bit field of a type that is no integer");
  return { name, offset: Math.floor(bits.offset / 8), layout, bits };
}
