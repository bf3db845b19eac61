import { BtfKind } from "../generated/btf-kind.js";
import type { Btf } from "./btf.js";

/** Arrays of arrays that are looked into; C compilers stop far earlier. */
const deepest = 32;

/**
 * Alignment in bytes of what a variable of `.kconfig` may be: an integer, an enum, an array of them (btf__align_of of
 * libbpf). 1 for all else, structs too, which no such variable can be.
 */
export function alignmentOf(btf: Btf, id: number): number {
  let type = btf.resolve(id);
  for (let depth = 0; type.kind === BtfKind.ARRAY && depth < deepest; depth++) type = btf.resolve(type.type);
  switch (type.kind) {
    case BtfKind.INT:
    case BtfKind.ENUM:
    case BtfKind.ENUM64:
    case BtfKind.FLOAT:
      return Math.min(type.size, 8) || 1;
    case BtfKind.PTR:
      return 8;
    default:
      return 1;
  }
}
