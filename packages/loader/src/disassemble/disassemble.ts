import { CALL, INSTRUCTION_SIZE, Instructions } from "../link/instruction.js";
import { arithmeticText } from "./arithmetic.js";
import { type CallNames, CallWriter } from "./call.js";
import { constantText } from "./constant.js";
import { jumpText } from "./jump.js";
import { memoryText } from "./memory.js";
import { Class, classOf, type Operation, operationAt } from "./operation.js";

/** A line of C, and where the code made of it is. */
export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; 0 where the compiler does not know. */
  readonly column: number;
  /** The line's text; "" where the object does not have it. */
  readonly text: string;
}

/** The place that instructions from `start` on come from. */
export interface SourceLine extends SourcePlace {
  /** Index of the instruction. */
  readonly start: number;
}

/** A function of the program; `start` is the index of its first instruction. */
export interface NamedStart {
  readonly start: number;
  readonly name: string;
}

/** What {@link disassemble} may know of a program besides its instructions. */
export interface DisassembleOptions extends CallNames {
  readonly functions?: readonly NamedStart[] | undefined;
  readonly lines?: readonly SourceLine[] | undefined;
}

/** One instruction; what JSON can say. */
export interface DisassembledLine {
  /** In slots of 8 bytes, from the program's start: a 64-bit constant takes two. */
  readonly index: number;
  /** Two hexadecimal digits. */
  readonly opcode: string;
  /** As the verifier's log has it: `r1 = *(u32 *)(r6 +4)`. */
  readonly text: string;
  /** The function that begins here. */
  readonly function?: string;
  /** Where it is another place than that of the instruction before. */
  readonly source?: SourcePlace;
}

/**
 * Instructions as text, in the words of the verifier's log and of bpftool. Takes code as clang writes it and as the kernel
 * gives it back, all of the instruction set up to version 4, and what the kernel has beyond it.
 *
 * @param bytes 8 bytes each, in the machine's byte order
 * @throws RangeError for bytes that are not whole instructions
 */
export function* disassemble(
  bytes: Uint8Array,
  options: DisassembleOptions = {},
): Generator<DisassembledLine, void, undefined> {
  if (bytes.length % INSTRUCTION_SIZE !== 0)
    throw new RangeError(`${bytes.length} bytes are not a multiple of ${INSTRUCTION_SIZE}`);
  const code = new Instructions(bytes);
  const functions = new Map(options.functions?.map(({ start, name }) => [start, name]));
  const lines = new Map(options.lines?.map((line) => [line.start, line]));
  const functionAt = (index: number): string | undefined => functions.get(index);
  const calls = new CallWriter(options, functionAt);
  for (let index = 0; index < code.count; index++) {
    const operation = operationAt(code, index);
    const wide = code.isWide(index);
    const name = functions.get(index);
    const source = lines.get(index);
    yield {
      index,
      opcode: operation.opcode.toString(16).padStart(2, "0"),
      text: wide ? constantText(code, index, functionAt) : textOf(operation, index, calls),
      ...(name !== undefined && { function: name }),
      ...(source !== undefined && { source: placeOf(source) }),
    };
    if (wide) index++;
  }
}

/** `   4: (b7) r0 = 0` */
export function lineText({ index, opcode, text }: DisassembledLine): string {
  return `${String(index).padStart(4)}: (${opcode}) ${text}`;
}

const placeOf = ({ file, line, column, text }: SourceLine): SourcePlace => ({ file, line, column, text });

function textOf(operation: Operation, index: number, calls: CallWriter): string {
  return known(operation, index, calls) ?? `unknown ${encoded(operation)}`;
}

function known(operation: Operation, index: number, calls: CallWriter): string | undefined {
  if (operation.opcode === CALL) return calls.text(operation, index);
  switch (classOf(operation.opcode)) {
    case Class.ALU:
    case Class.ALU64:
      return arithmeticText(operation);
    case Class.JMP:
    case Class.JMP32:
      return jumpText(operation);
    default:
      return memoryText(operation);
  }
}

/** Its fields, for what has no text. */
function encoded({ destination, source, offset, immediate }: Operation): string {
  return `(dst ${destination}, src ${source}, off ${offset}, imm ${immediate})`;
}
