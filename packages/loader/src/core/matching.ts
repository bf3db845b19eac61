import { BtfKind, type BtfStruct, type BtfType, type BtfUnion } from "@bpf/elf";
import { essentialName } from "./names.js";
import { isEnum, type Types } from "./types.js";

/** Structs in structs that are compared, and types that are followed in one of them; libbpf's own limits. */
const levels = 32;
const deepest = 31;

type Enum = Extract<BtfType, { kind: 6 | 19 }>;

const sameName = (a: string, b: string): boolean => essentialName(a) === essentialName(b);

/**
 * Whether a type of the target has all that the object's has: BPF_CORE_TYPE_MATCHES (bpf_core_types_match). Behind a
 * pointer, structs are compared by name only.
 */
export function typesMatch(local: Types, localId: number, target: Types, targetId: number): boolean {
  return new Matcher(local, target).match(localId, targetId, false, levels);
}

class Matcher {
  readonly #local: Types;
  readonly #target: Types;
  readonly #compared = new Map<string, boolean>();

  constructor(local: Types, target: Types) {
    this.#local = local;
    this.#target = target;
  }

  match(localId: number, targetId: number, isBehindPointer: boolean, level: number, depth = 0): boolean {
    if (level <= 0 || depth > deepest) return false;
    const ours = this.#local.resolved(localId);
    const theirs = this.#target.resolved(targetId);
    if (!sameName(ours.name, theirs.name)) return false;
    switch (ours.kind) {
      case BtfKind.UNKN:
        return theirs.kind === BtfKind.UNKN;
      case BtfKind.FWD:
        if (theirs.kind === BtfKind.FWD) return ours.of === theirs.of;
        return isBehindPointer && theirs.kind === (ours.of === "union" ? BtfKind.UNION : BtfKind.STRUCT);
      case BtfKind.ENUM:
      case BtfKind.ENUM64:
        return isEnum(theirs) && enumsMatch(ours, theirs);
      case BtfKind.STRUCT:
      case BtfKind.UNION:
        if (isBehindPointer) return standsFor(ours, theirs);
        return theirs.kind === ours.kind && this.#members(ours, theirs as typeof ours, level);
      case BtfKind.INT:
        return theirs.kind === BtfKind.INT && ours.size === theirs.size && ours.signed === theirs.signed;
      case BtfKind.PTR:
        return theirs.kind === BtfKind.PTR && this.match(ours.type, theirs.type, true, level, depth + 1);
      case BtfKind.ARRAY:
        return (
          theirs.kind === BtfKind.ARRAY &&
          ours.length === theirs.length &&
          this.match(ours.type, theirs.type, isBehindPointer, level, depth + 1)
        );
      case BtfKind.FUNC_PROTO:
        return (
          theirs.kind === BtfKind.FUNC_PROTO &&
          ours.parameters.length === theirs.parameters.length &&
          ours.parameters.every(({ type }, i) =>
            this.match(type, theirs.parameters[i]!.type, isBehindPointer, level - 1),
          ) &&
          this.match(ours.returnType, theirs.returnType, isBehindPointer, level, depth + 1)
        );
      default:
        return false;
    }
  }

  /** Each pair is compared once: members without names are compared with all others of that kind. */
  #members(ours: BtfStruct | BtfUnion, theirs: BtfStruct | BtfUnion, level: number): boolean {
    const pair = `${ours.id} ${theirs.id}`;
    let answer = this.#compared.get(pair);
    if (answer === undefined) {
      answer = ours.members.length <= theirs.members.length && this.#everyMember(ours, theirs, level);
      this.#compared.set(pair, answer);
    }
    return answer;
  }

  #everyMember(ours: BtfStruct | BtfUnion, theirs: BtfStruct | BtfUnion, level: number): boolean {
    return ours.members.every((member) =>
      theirs.members.some(
        (other) => sameName(member.name, other.name) && this.match(member.type, other.type, false, level - 1),
      ),
    );
  }
}

function standsFor(ours: BtfStruct | BtfUnion, theirs: BtfType): boolean {
  if (theirs.kind === ours.kind) return true;
  return theirs.kind === BtfKind.FWD && (theirs.of === "union") === (ours.kind === BtfKind.UNION);
}

function enumsMatch(ours: Enum, theirs: Enum): boolean {
  if (ours.size !== theirs.size || ours.values.length > theirs.values.length) return false;
  const names = new Set<string>();
  for (const { name } of theirs.values) names.add(essentialName(name));
  return ours.values.every(({ name }) => names.has(essentialName(name)));
}
