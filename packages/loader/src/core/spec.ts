import { type BtfArray, BtfKind, type CoreRelocation } from "@bpf/elf";
import { isEnumBased, isFieldBased, isTypeBased } from "./kind.js";
import { isComposite, isEnum, type Types } from "./types.js";

/** One step from a type to what is accessed: a member or enumerator by name, or an element of an array. */
export interface Access {
  /** The struct, union or enum that has it; of an element: the element's type. */
  readonly typeId: number;
  readonly index: number;
  /** Undefined for an element of an array. */
  readonly name: string | undefined;
}

/** What a relocation is about, in terms of one BTF: struct bpf_core_spec. */
export interface CoreSpec {
  readonly types: Types;
  readonly rootId: number;
  readonly accesses: readonly Access[];
  /** From the start of the root type. */
  readonly bitOffset: number;
}

/** BPF_CORE_SPEC_MAX_LEN. */
export const mostAccesses = 64;

const accessString = /^\d{1,10}(?::\d{1,10})*$/;

/**
 * Reads a relocation in terms of the object's own types (bpf_core_parse_spec).
 * @returns the reason where it makes no sense
 */
export function localSpec(types: Types, { typeId, access, kind }: CoreRelocation): CoreSpec | string {
  if (isTypeBased(kind)) {
    if (access !== "0") return `access "${access}" of a relocation to a type`;
    return { types, rootId: typeId, accesses: [], bitOffset: 0 };
  }
  if (!accessString.test(access)) return `access "${access}"`;
  const indices = access.split(":").map(Number);
  if (indices.length > mostAccesses) return `over ${mostAccesses} accesses`;
  const root = types.resolved(typeId);
  const first = indices[0]!;
  if (isEnumBased(kind)) {
    if (!isEnum(root) || indices.length > 1) return `access "${access}" of a type that is no enum`;
    const name = root.values[first]?.name;
    if (name === undefined) return `enum ${root.name} has no value ${first}`;
    return { types, rootId: typeId, accesses: [{ typeId: root.id, index: first, name }], bitOffset: 0 };
  }
  if (!isFieldBased(kind)) return `kind ${kind}, which is not known`;
  return walk(types, typeId, root.id, indices);
}

function walk(types: Types, rootId: number, startId: number, indices: readonly number[]): CoreSpec | string {
  const accesses: Access[] = [{ typeId: startId, index: indices[0]!, name: undefined }];
  let id = startId;
  let bitOffset = indices[0]! * types.sizeOf(startId) * 8;
  for (const index of indices.slice(1)) {
    const type = types.resolved(id);
    if (isComposite(type)) {
      const member = type.members[index];
      if (member === undefined) return `${type.name || "a struct"} has no member ${index}`;
      bitOffset += member.bitOffset;
      if (member.name !== "") accesses.push({ typeId: type.id, index, name: member.name });
      id = member.type;
    } else if (type.kind === BtfKind.ARRAY) {
      if (index >= type.length && !isFlexible(types, accesses.at(-1)!, type))
        return `an array has no element ${index}`;
      const element = types.resolved(type.type);
      accesses.push({ typeId: element.id, index, name: undefined });
      bitOffset += index * types.sizeOf(element.id) * 8;
      id = element.id;
    } else {
      return `type ${type.name || type.id} has no members`;
    }
  }
  return { types, rootId, accesses, bitOffset };
}

/** Whether an array is a struct's last member, without a length: any element may be meant. */
export function isFlexible(types: Types, { name, typeId, index }: Access, array: BtfArray): boolean {
  if (name === undefined || array.length > 0) return false;
  const struct = types.type(typeId);
  return isComposite(struct) && index === struct.members.length - 1;
}
