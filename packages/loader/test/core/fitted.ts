import { type ObjectSpec, type ProgramSpec, parseBtfExt } from "@bpf/elf";
import { CoreRelocator, type Poisoned } from "../../src/core/relocate.js";
import type { KernelTypes } from "../../src/kernel-types/kernel-types.js";
import { Instructions } from "../../src/link/instruction.js";
import { SourceInfo } from "../../src/link/source-info.js";

/** One program's code as CO-RE relocations make it for a kernel, other programs left alone. */
export function fitted(
  object: ObjectSpec,
  program: ProgramSpec,
  kernel: KernelTypes,
): { code: Instructions; poisoned: readonly Poisoned[] } {
  const code = new Instructions(program.instructions.slice());
  const source = new SourceInfo(parseBtfExt(object.btfExt!, object.btf!));
  return {
    code,
    poisoned: new CoreRelocator(object.btf!, kernel).apply(program, code, source.relocations(program)),
  };
}
