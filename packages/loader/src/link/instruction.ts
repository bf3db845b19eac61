import { littleEndian } from "../byte-order.js";

/** Bytes of one instruction; a 64-bit constant is two of them. */
export const INSTRUCTION_SIZE = 8;

/** Opcodes; Documentation/bpf/standardization/instruction-set.rst. */
export const LD_IMM64 = 0x18;
export const CALL = 0x85;

/** Values of the source register that give a constant, or a call, another meaning; include/uapi/linux/bpf.h. */
export const Pseudo = {
  MAP_FD: 1,
  MAP_VALUE: 2,
  BTF_ID: 3,
  FUNC: 4,
  MAP_IDX: 5,
  MAP_IDX_VALUE: 6,
  /** Of calls. */
  CALL: 1,
  KFUNC_CALL: 2,
} as const;

/** Instructions in the byte order of this machine, read and written by index. */
export class Instructions {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Number of 8-byte slots. */
  get count(): number {
    return this.bytes.length / INSTRUCTION_SIZE;
  }

  opcode(index: number): number {
    return this.bytes[index * INSTRUCTION_SIZE]!;
  }

  setOpcode(index: number, opcode: number): void {
    this.bytes[index * INSTRUCTION_SIZE] = opcode;
  }

  /** The lower or the upper half of the byte of registers: bit fields go by the byte order. */
  source(index: number): number {
    const registers = this.bytes[index * INSTRUCTION_SIZE + 1]!;
    return littleEndian ? registers >>> 4 : registers & 0xf;
  }

  destination(index: number): number {
    const registers = this.bytes[index * INSTRUCTION_SIZE + 1]!;
    return littleEndian ? registers & 0xf : registers >>> 4;
  }

  setRegisters(index: number, destination: number, source: number): void {
    this.bytes[index * INSTRUCTION_SIZE + 1] = littleEndian
      ? (source << 4) | destination
      : (destination << 4) | source;
  }

  setSource(index: number, source: number): void {
    this.setRegisters(index, this.destination(index), source);
  }

  offset(index: number): number {
    return this.#view.getInt16(index * INSTRUCTION_SIZE + 2, littleEndian);
  }

  setOffset(index: number, offset: number): void {
    this.#view.setInt16(index * INSTRUCTION_SIZE + 2, offset, littleEndian);
  }

  immediate(index: number): number {
    return this.#view.getInt32(index * INSTRUCTION_SIZE + 4, littleEndian);
  }

  setImmediate(index: number, value: number): void {
    this.#view.setInt32(index * INSTRUCTION_SIZE + 4, value, littleEndian);
  }

  /** Whether a 64-bit constant, both of its slots, begins here. */
  isWide(index: number): boolean {
    return this.opcode(index) === LD_IMM64 && index + 1 < this.count;
  }

  /** Puts 64 bits into a constant's two slots. */
  setWide(index: number, value: bigint): void {
    this.setImmediate(index, Number(BigInt.asIntN(32, value)));
    this.setImmediate(index + 1, Number(BigInt.asIntN(32, value >> 32n)));
  }
}
