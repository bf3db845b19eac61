import { type Btf, parseBtf } from "@bpf/elf";
import {
  BpfError,
  type BpfFd,
  btfBytes,
  btfFromId,
  progDebugInfo,
  progInfo,
  progInstructions,
} from "@bpf/syscall";
import { kernelSymbols } from "../externs/kallsyms.js";
import { openProgram, type ProgramSource } from "../run/open-program.js";
import { type DisassembledLine, disassemble } from "./disassemble.js";
import { type ProgramSourceInfo, programSource } from "./program-source.js";

/** Options of {@link disassembleProgram}. */
export interface DisassembleProgramOptions {
  /** The kernel's types, which name the functions of it that a program calls. */
  readonly kernelBtf?: Btf | undefined;
}

/** What {@link disassembleProgram} gives. */
export interface ProgramListing {
  /** As the kernel has it. */
  readonly name: string;
  /** SHA of the instructions, 8 bytes in hex. */
  readonly tag: string;
  /** Of the instructions in the kernel, in bytes. */
  readonly length: number;
  /** Empty where the kernel keeps the instructions to itself: see progInstructions of `@bpf/syscall`. */
  readonly lines: readonly DisassembledLine[];
}

/**
 * A loaded program as text: the instructions as the verifier left them, with names of functions and lines of C where the
 * kernel has them (Linux 5.0), and names of helpers where /proc/kallsyms tells addresses.
 *
 * @throws LoadError ERR_PROGRAM_KIND; BpfError
 */
export function disassembleProgram(
  program: ProgramSource,
  { kernelBtf }: DisassembleProgramOptions = {},
): ProgramListing {
  using fd = openProgram(program);
  const { name, tag, xlatedLength } = progInfo(fd);
  const symbols = kernelSymbolsIfReadable();
  const lines = [...disassemble(progInstructions(fd), { ...sourceOf(fd), symbols, kernelBtf })];
  return { name, tag, length: xlatedLength, lines };
}

function sourceOf(fd: BpfFd): Partial<ProgramSourceInfo> {
  const info = progDebugInfo(fd);
  if (info.btfId === 0) return {};
  try {
    using btf = btfFromId(info.btfId);
    return programSource(info, parseBtf(btfBytes(btf)));
  } catch (error) {
    // BPF_BTF_GET_FD_BY_ID is for CAP_SYS_ADMIN; the instructions are shown without it.
    if (BpfError.is(error) && error.code === "EPERM") return {};
    throw error;
  }
}

function kernelSymbolsIfReadable(): ReadonlyMap<string, bigint> | undefined {
  try {
    return kernelSymbols();
  } catch {
    return undefined;
  }
}
