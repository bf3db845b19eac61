import { Class, classOf, isRegisterForm, type Operation, signed } from "./operation.js";

/** By the upper four bits of the opcode. */
const conditions: ReadonlyMap<number, string> = new Map([
  [0x10, "=="],
  [0x20, ">"],
  [0x30, ">="],
  [0x40, "&"],
  [0x50, "!="],
  [0x60, "s>"],
  [0x70, "s>="],
  [0xa0, "<"],
  [0xb0, "<="],
  [0xc0, "s<"],
  [0xd0, "s<="],
]);

const GOTO = 0x05;
const GOTO_LONG = 0x06;
/** To the address in a register, through a jump table (Linux 6.19). */
const GOTO_REGISTER = 0x0d;
const EXIT = 0x95;
const CONDITIONAL_PSEUDO = 0xe5;
const MAY_GOTO = 0;
/** Of a function whose address is in a register; clang writes it, no kernel takes it. */
const CALL_REGISTER = 0x8d;

/** The text of a jump; undefined for an opcode that is none. Calls of what has a name are not here. */
export function jumpText({ opcode, destination, source, offset, immediate }: Operation): string | undefined {
  switch (opcode) {
    case GOTO:
      return `goto pc${signed(offset)}`;
    case GOTO_LONG:
      return `gotol pc${signed(immediate)}`;
    case GOTO_REGISTER:
      return `gotox r${destination}`;
    case EXIT:
      return "exit";
    case CONDITIONAL_PSEUDO:
      return source === MAY_GOTO ? `may_goto pc${signed(offset)}` : undefined;
    case CALL_REGISTER:
      // Before clang 19 the register's number was the immediate.
      return `callx r${destination || immediate}`;
  }
  const condition = conditions.get(opcode & 0xf0);
  if (condition === undefined) return undefined;
  const letter = classOf(opcode) === Class.JMP32 ? "w" : "r";
  const operand = isRegisterForm(opcode) ? `${letter}${source}` : `0x${(immediate >>> 0).toString(16)}`;
  return `if ${letter}${destination} ${condition} ${operand} goto pc${signed(offset)}`;
}
