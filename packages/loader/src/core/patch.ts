import { BtfKind, type BtfType } from "@bpf/elf";
import { CALL, type Instructions } from "../link/instruction.js";
import type { CoreValue } from "./value.js";

/** Instruction classes, and where a load's size is in its opcode. */
const classOf = (opcode: number): number => opcode & 0x07;
const [LD, LDX, ST, STX, ALU, ALU64] = [0, 1, 2, 3, 4, 7] as const;
const SIZE_MASK = 0x18;
const sizes: ReadonlyMap<number, number> = new Map([
  [1, 0x10],
  [2, 0x08],
  [4, 0x00],
  [8, 0x18],
]);
const bytesOf: ReadonlyMap<number, number> = new Map([...sizes].map(([bytes, bits]) => [bits, bytes]));
/** The source operand is a register. */
const SOURCE_X = 0x08;

/** The "helper" that poisoned instructions call: the verifier names it where it finds that one can be reached. */
export const poisonCall = 0xbad2310;

/** Makes an instruction one that the verifier refuses where it can be reached, and passes over where it cannot. */
export function poison(code: Instructions, at: number): void {
  const slots = code.isWide(at) ? 2 : 1;
  for (let i = at; i < at + slots; i++) {
    code.setOpcode(i, CALL);
    code.setRegisters(i, 0, 0);
    code.setOffset(i, 0);
    code.setImmediate(i, poisonCall);
  }
}

/**
 * Puts the target's value in place of the object's (bpf_core_patch_insn).
 * @returns what is wrong with the instruction; undefined when it is done. "poison": it would read or write another
 * number of bytes than it means
 */
export function patch(
  code: Instructions,
  at: number,
  local: CoreValue,
  target: CoreValue,
): string | undefined {
  const opcode = code.opcode(at);
  switch (classOf(opcode)) {
    case ALU:
    case ALU64:
      if ((opcode & SOURCE_X) !== 0) return "an operation on registers";
      if (local.exact && BigInt.asUintN(64, BigInt(code.immediate(at))) !== local.value)
        return `${code.immediate(at)} where the object's types say ${local.value}`;
      code.setImmediate(at, Number(BigInt.asIntN(32, target.value)));
      return undefined;
    case LDX:
    case ST:
    case STX:
      return patchAccess(code, at, local, target);
    case LD:
      if (!isPlainConstant(code, at)) return "a load that takes none";
      if (local.exact && wide(code, at) !== local.value)
        return `${wide(code, at)} where the object's types say ${local.value}`;
      code.setWide(at, target.value);
      return undefined;
    default:
      return "an instruction that takes none";
  }
}

function patchAccess(
  code: Instructions,
  at: number,
  local: CoreValue,
  target: CoreValue,
): string | undefined {
  if (local.exact && BigInt(code.offset(at)) !== local.value)
    return `offset ${code.offset(at)} where the object's types say ${local.value}`;
  if (target.value > 0x7fffn) return `an offset of ${target.value} bytes, which no load can have`;
  if (!mayResize(local, target)) return "poison";
  const [from, to] = [local.field?.size, target.field?.size];
  if (from !== undefined && to !== undefined && from !== to) {
    const opcode = code.opcode(at);
    if (bytesOf.get(opcode & SIZE_MASK) !== from)
      return `a load of another size than the field's ${from} bytes`;
    const size = sizes.get(to);
    if (size === undefined) return `a field of ${to} bytes, which no load has`;
    code.setOpcode(at, (opcode & ~SIZE_MASK) | size);
  }
  code.setOffset(at, Number(target.value));
  return undefined;
}

/** Another size is safe for pointers, and for integers without sign; a bit field has none that a load could take. */
function mayResize({ field: from }: CoreValue, { field: to }: CoreValue): boolean {
  if ((from?.size ?? 0) === (to?.size ?? 0)) return true;
  if (from === undefined || to === undefined) return false;
  if (from.type.kind === BtfKind.PTR && to.type.kind === BtfKind.PTR) return true;
  return isUnsigned(from.type) && isUnsigned(to.type);
}

/** By the encoding as a whole, as libbpf compares it: a signed char, or bool, passes. */
function isUnsigned(type: BtfType): boolean {
  return type.kind === BtfKind.INT && (!type.signed || type.char || type.bool);
}

/** A 64-bit constant that is nothing but a number. */
function isPlainConstant(code: Instructions, at: number): boolean {
  if (!code.isWide(at) || code.source(at) !== 0 || code.offset(at) !== 0) return false;
  const next = at + 1;
  const registers = code.source(next) | code.destination(next);
  return code.opcode(next) === 0 && registers === 0 && code.offset(next) === 0;
}

function wide(code: Instructions, at: number): bigint {
  const low = BigInt.asUintN(32, BigInt(code.immediate(at)));
  return low | (BigInt.asUintN(32, BigInt(code.immediate(at + 1))) << 32n);
}
