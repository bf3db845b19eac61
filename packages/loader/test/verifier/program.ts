import type { ProgramSpec } from "@bpf/elf";
import { ProgramType } from "@bpf/elf";
import { BpfError } from "@bpf/syscall";
import { INSTRUCTION_SIZE, Instructions } from "../../src/link/instruction.js";
import type { LinkedProgram } from "../../src/link/link.js";

/** A function of the test's program. */
export const spec = (name: string, fields: Partial<ProgramSpec> = {}): ProgramSpec => ({
  name,
  section: "tc",
  type: ProgramType.SCHED_CLS,
  attachType: null,
  sleepable: false,
  autoload: true,
  static: false,
  sectionOffset: 0,
  instructions: new Uint8Array(INSTRUCTION_SIZE),
  relocations: [],
  ...fields,
});

export const linked = (fields: Partial<LinkedProgram> = {}): LinkedProgram => ({
  spec: spec("prog"),
  instructions: new Instructions(new Uint8Array(INSTRUCTION_SIZE)),
  parts: [],
  sites: [],
  functions: [],
  lines: [],
  ...fields,
});

/** What progLoad throws. */
export const refusal = (errno: number, log?: string): BpfError =>
  new BpfError(-errno, { syscall: "bpf", command: "BPF_PROG_LOAD", log });

export const Errno = { EPERM: 1, E2BIG: 7, EACCES: 13, EINVAL: 22 } as const;
