import { Class, classOf, isRegisterForm, type Operation } from "./operation.js";

/** By the upper four bits of the opcode; kernel/bpf/disasm.c writes them so. */
const operators: ReadonlyMap<number, string> = new Map([
  [0x00, "+="],
  [0x10, "-="],
  [0x20, "*="],
  [0x30, "/="],
  [0x40, "|="],
  [0x50, "&="],
  [0x60, "<<="],
  [0x70, ">>="],
  [0x90, "%="],
  [0xa0, "^="],
  [0xb0, "="],
  [0xc0, "s>>="],
]);
const signedOperators: ReadonlyMap<number, string> = new Map([
  [0x30, "s/="],
  [0x90, "s%="],
]);
const NEG = 0x80;
const MOV = 0xb0;
const END = 0xd0;

/** Values of a move's offset that give it another meaning; the last two are the kernel's own. */
const extensions: ReadonlyMap<number, string> = new Map([
  [8, "(s8)"],
  [16, "(s16)"],
  [32, "(s32)"],
]);
const ADDRESS_SPACE_CAST = 1;
const PER_CPU_ADDRESS = -1;

/** The text of an operation on registers; undefined for an opcode that is none. */
export function arithmeticText(operation: Operation): string | undefined {
  const { opcode, destination, source, offset, immediate } = operation;
  const kind = opcode & 0xf0;
  const wide = classOf(opcode) === Class.ALU64;
  const letter = wide ? "r" : "w";
  const target = `${letter}${destination}`;
  if (kind === END) return byteSwap(operation, wide);
  if (kind === NEG) return `${target} = -${target}`;
  if (!isRegisterForm(opcode)) {
    const operator = operatorOf(kind, offset);
    return operator && `${target} ${operator} ${immediate}`;
  }
  if (kind === MOV && wide && offset === ADDRESS_SPACE_CAST)
    return `${target} = addr_space_cast(r${source}, ${immediate >>> 16}, ${immediate & 0xffff})`;
  if (kind === MOV && wide && offset === PER_CPU_ADDRESS) return `${target} = &(void __percpu *)(r${source})`;
  const operator = operatorOf(kind, offset);
  const extension = kind === MOV ? (extensions.get(offset) ?? "") : "";
  return operator && `${target} ${operator} ${extension}${letter}${source}`;
}

/** Division and remainder are signed where the offset is 1 (ISA v4). */
function operatorOf(kind: number, offset: number): string | undefined {
  return (offset === 1 ? signedOperators.get(kind) : undefined) ?? operators.get(kind);
}

/** ISA v4 swaps without a condition; the older form converts from or to the order of the machine. */
function byteSwap({ opcode, destination, immediate }: Operation, unconditional: boolean): string {
  const order = unconditional ? "bswap" : isRegisterForm(opcode) ? "be" : "le";
  return `r${destination} = ${order}${immediate} r${destination}`;
}
