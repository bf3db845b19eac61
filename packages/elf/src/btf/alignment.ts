import { BtfKind } from "../generated/btf-kind.js";
import type { Btf } from "./btf.js";
import type { BtfMember } from "./types.js";

/** Structs inside structs that are looked into; C compilers stop far earlier. */
const deepest = 32;

/**
 * Alignment of a type in bytes, as libbpf's btf__align_of tells it: a struct with a member that is not aligned is
 * packed, so 1. Also 1 for what has no alignment.
 */
export function alignmentOf(btf: Btf, id: number, depth = 0): number {
  const type = btf.resolve(id);
  switch (type.kind) {
    case BtfKind.INT:
    case BtfKind.ENUM:
    case BtfKind.ENUM64:
    case BtfKind.FLOAT:
      return Math.min(type.size, 8) || 1;
    case BtfKind.PTR:
      return 8;
    case BtfKind.ARRAY:
      return depth < deepest ? alignmentOf(btf, type.type, depth + 1) : 1;
    case BtfKind.STRUCT:
    case BtfKind.UNION:
      return depth < deepest ? ofMembers(btf, type.members, type.size, depth) : 1;
    default:
      return 1;
  }
}

function ofMembers(btf: Btf, members: readonly BtfMember[], size: number, depth: number): number {
  let widest = 1;
  for (const { type, bitOffset, bitfieldSize } of members) {
    const own = alignmentOf(btf, type, depth + 1);
    if (bitfieldSize === 0 && bitOffset % (8 * own) !== 0) return 1;
    widest = Math.max(widest, own);
  }
  return size % widest === 0 ? widest : 1;
}
