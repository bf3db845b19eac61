import { BtfKind } from "@bpf/elf";
import { fieldsFit, typesFit } from "./compatible.js";
import { CoreKind, isEnumBased, isTypeBased } from "./kind.js";
import { typesMatch } from "./matching.js";
import { essentialName } from "./names.js";
import { type Access, type CoreSpec, isFlexible, mostAccesses } from "./spec.js";
import { isComposite, isEnum, type Types } from "./types.js";

/**
 * The same access in terms of a candidate of the target's types (bpf_core_spec_match); undefined where the candidate
 * does not have it.
 */
export function targetSpec(
  local: CoreSpec,
  kind: number,
  types: Types,
  rootId: number,
): CoreSpec | undefined {
  const found = { types, rootId, accesses: [], bitOffset: 0 };
  if (isTypeBased(kind)) {
    const fits = kind === CoreKind.TYPE_MATCHES ? typesMatch : typesFit;
    return fits(local.types, local.rootId, types, rootId) ? found : undefined;
  }
  if (isEnumBased(kind)) {
    const access = enumerator(local.accesses[0]!, types, rootId);
    return access && { ...found, accesses: [access] };
  }
  return fields(local, types, rootId);
}

function enumerator({ name }: Access, types: Types, id: number): Access | undefined {
  const type = types.resolved(id);
  if (!isEnum(type)) return undefined;
  const wanted = essentialName(name!);
  const index = type.values.findIndex((value) => essentialName(value.name) === wanted);
  return index < 0 ? undefined : { typeId: type.id, index, name: type.values[index]!.name };
}

function fields(local: CoreSpec, types: Types, rootId: number): CoreSpec | undefined {
  const accesses: Access[] = [];
  let id = rootId;
  let bitOffset = 0;
  for (const [step, access] of local.accesses.entries()) {
    if (access.name !== undefined) {
      const found = findMember(local.types, access, types, id, 0);
      if (found === undefined) return undefined;
      accesses.push(found.access);
      bitOffset += found.bitOffset;
      id = found.typeId;
      continue;
    }
    // The first access is to the root itself, as if it were an element.
    if (step > 0) {
      const array = types.resolved(id);
      if (array.kind !== BtfKind.ARRAY) return undefined;
      if (access.index >= array.length && !isFlexible(types, accesses.at(-1)!, array)) return undefined;
      id = array.type;
    }
    id = types.resolved(id).id;
    accesses.push({ typeId: id, index: access.index, name: undefined });
    bitOffset += access.index * types.sizeOf(id) * 8;
  }
  return { types, rootId, accesses, bitOffset };
}

interface FoundMember {
  readonly access: Access;
  readonly bitOffset: number;
  readonly typeId: number;
}

/** A member by name, also in anonymous structs and unions. The first of the name decides, fitting or not. */
function findMember(
  localTypes: Types,
  access: Access,
  types: Types,
  id: number,
  depth: number,
): FoundMember | undefined {
  return memberSearch(localTypes, access, types, id, depth) || undefined;
}

/** False: a member of the name is there, and of a type that does not fit. */
function memberSearch(
  localTypes: Types,
  access: Access,
  types: Types,
  id: number,
  depth: number,
): FoundMember | false | undefined {
  const type = types.resolved(id);
  if (!isComposite(type) || depth > mostAccesses) return undefined;
  for (const [index, member] of type.members.entries()) {
    if (member.name === "") {
      const found = memberSearch(localTypes, access, types, member.type, depth + 1);
      if (found === undefined) continue;
      return found && { ...found, bitOffset: found.bitOffset + member.bitOffset };
    }
    if (member.name !== access.name) continue;
    const struct = localTypes.type(access.typeId);
    const wanted = isComposite(struct) ? struct.members[access.index] : undefined;
    if (wanted === undefined || !fieldsFit(localTypes, wanted.type, types, member.type)) return false;
    const found = { typeId: type.id, index, name: member.name };
    return { access: found, bitOffset: member.bitOffset, typeId: member.type };
  }
  return undefined;
}
