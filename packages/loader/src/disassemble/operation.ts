import type { Instructions } from "../link/instruction.js";

/** One slot, decoded; Documentation/bpf/standardization/instruction-set.rst, "Instruction encoding". */
export interface Operation {
  readonly opcode: number;
  readonly destination: number;
  readonly source: number;
  /** 16 bits, signed. */
  readonly offset: number;
  /** 32 bits, signed. */
  readonly immediate: number;
}

export const operationAt = (code: Instructions, index: number): Operation => ({
  opcode: code.opcode(index),
  destination: code.destination(index),
  source: code.source(index),
  offset: code.offset(index),
  immediate: code.immediate(index),
});

/** The lowest three bits of an opcode. */
export const Class = { LD: 0, LDX: 1, ST: 2, STX: 3, ALU: 4, JMP: 5, JMP32: 6, ALU64: 7 } as const;

export const classOf = (opcode: number): number => opcode & 0x07;

/** Of operations and jumps: the second operand is a register, not the immediate. */
export const isRegisterForm = (opcode: number): boolean => (opcode & 0x08) !== 0;

/** With its sign, as offsets are written: `+8`, `-16`. */
export const signed = (value: number): string => (value < 0 ? String(value) : `+${value}`);
