import { BtfKind } from "../generated/btf-kind.js";
import { malformedBtf } from "./malformed.js";
import type { BtfType } from "./types.js";

/** Longest chain of types that is followed; the kernel's and libbpf's limit (MAX_RESOLVE_DEPTH). */
const maxDepth = 32;

/** Bytes of a pointer in a BPF object, and in the kernels that BPF objects meet here. */
const pointerSize = 8;

/** What following references needs of a {@link Btf}. */
export interface TypeSource {
  type(id: number): BtfType;
  placeOf(id: number): number;
}

/**
 * The type behind typedefs, const, volatile, restrict and type tags.
 * @throws ParseError ERR_BTF_MALFORMED for a loop, or a chain of over 32 types.
 */
export function resolveType(btf: TypeSource, id: number): BtfType {
  let type = btf.type(id);
  for (let depth = 0; depth < maxDepth; depth++) {
    switch (type.kind) {
      case BtfKind.TYPEDEF:
      case BtfKind.CONST:
      case BtfKind.VOLATILE:
      case BtfKind.RESTRICT:
      case BtfKind.TYPE_TAG:
        type = btf.type(type.type);
        break;
      default:
        return type;
    }
  }
  throw tooDeep(btf, id);
}

/**
 * Bytes that a value of the type takes.
 * @throws ParseError ERR_BTF_MALFORMED for a type without a size (void, function, forward …), a loop, or 4 GB and more.
 */
export function sizeOfType(btf: TypeSource, id: number): number {
  let count = 1;
  let next = id;
  for (let depth = 0; depth < maxDepth; depth++) {
    const type = btf.type(next);
    switch (type.kind) {
      case BtfKind.TYPEDEF:
      case BtfKind.CONST:
      case BtfKind.VOLATILE:
      case BtfKind.RESTRICT:
      case BtfKind.TYPE_TAG:
      case BtfKind.VAR:
      case BtfKind.DECL_TAG:
        next = type.type;
        break;
      case BtfKind.ARRAY:
        count = checkSize(btf, id, count * type.length);
        next = type.type;
        break;
      case BtfKind.PTR:
        return checkSize(btf, id, count * pointerSize);
      case BtfKind.INT:
      case BtfKind.STRUCT:
      case BtfKind.UNION:
      case BtfKind.ENUM:
      case BtfKind.ENUM64:
      case BtfKind.DATASEC:
      case BtfKind.FLOAT:
        return checkSize(btf, id, count * type.size);
      default:
        throw malformedBtf(`type ${id} has no size: type ${next} is of kind ${type.kind}`, btf.placeOf(next));
    }
  }
  throw tooDeep(btf, id);
}

function checkSize(btf: TypeSource, id: number, size: number): number {
  if (size <= 0xffffffff) return size;
  throw malformedBtf(`type ${id} is larger than 4 GB`, btf.placeOf(id));
}

function tooDeep(btf: TypeSource, id: number): Error {
  return malformedBtf(`type ${id} leads through over ${maxDepth} types, or back to itself`, btf.placeOf(id));
}
