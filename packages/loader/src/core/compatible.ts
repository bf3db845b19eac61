import { BtfKind, type BtfType } from "@bpf/elf";
import { essentialName } from "./names.js";
import { isComposite, kindsFit, type Types } from "./types.js";

/** Levels of pointers, arrays and prototypes that are looked through; libbpf's own limit. */
const deepest = 31;

const plainInt = (type: BtfType): boolean => type.kind === BtfKind.INT && type.bitOffset === 0;

/** Whether a field of one type may be read in place of one of the other (bpf_core_fields_are_compat). */
export function fieldsFit(
  local: Types,
  localId: number,
  target: Types,
  targetId: number,
  depth = 0,
): boolean {
  const ours = local.resolved(localId);
  const theirs = target.resolved(targetId);
  if (isComposite(ours) && isComposite(theirs)) return true;
  if (!kindsFit(ours, theirs) || depth > deepest) return false;
  switch (ours.kind) {
    case BtfKind.PTR:
    case BtfKind.FLOAT:
      return true;
    case BtfKind.FWD:
    case BtfKind.ENUM:
    case BtfKind.ENUM64:
      return (
        ours.name === "" || theirs.name === "" || essentialName(ours.name) === essentialName(theirs.name)
      );
    case BtfKind.INT:
      return plainInt(ours) && plainInt(theirs);
    case BtfKind.ARRAY:
      return theirs.kind === BtfKind.ARRAY && fieldsFit(local, ours.type, target, theirs.type, depth + 1);
    default:
      return false;
  }
}

/** Whether two types, whose names fit, are of one kind all the way down (bpf_core_types_are_compat). */
export function typesFit(local: Types, localId: number, target: Types, targetId: number): boolean {
  return (
    kindsFit(local.type(localId), target.type(targetId)) && typesFitAt(local, localId, target, targetId, 0)
  );
}

function typesFitAt(local: Types, localId: number, target: Types, targetId: number, depth: number): boolean {
  const ours = local.resolved(localId);
  const theirs = target.resolved(targetId);
  if (!kindsFit(ours, theirs) || depth > deepest) return false;
  const below = (a: number, b: number): boolean => typesFitAt(local, a, target, b, depth + 1);
  switch (ours.kind) {
    case BtfKind.UNKN:
    case BtfKind.STRUCT:
    case BtfKind.UNION:
    case BtfKind.ENUM:
    case BtfKind.ENUM64:
    case BtfKind.FWD:
      return true;
    case BtfKind.INT:
      return plainInt(ours) && plainInt(theirs);
    case BtfKind.PTR:
    case BtfKind.ARRAY:
      return theirs.kind === ours.kind && below(ours.type, (theirs as typeof ours).type);
    case BtfKind.FUNC_PROTO: {
      if (theirs.kind !== BtfKind.FUNC_PROTO || ours.parameters.length !== theirs.parameters.length)
        return false;
      const parameters = ours.parameters.every(({ type }, i) => below(type, theirs.parameters[i]!.type));
      return parameters && below(ours.returnType, theirs.returnType);
    }
    default:
      return false;
  }
}
