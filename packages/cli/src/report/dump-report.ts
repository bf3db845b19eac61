import type { DisassembledLine } from "@bpf/loader";

/** The document of `bpf prog dump --json`. */
export interface DumpReport {
  /** The program's name in the kernel. */
  readonly name: string;
  /** SHA of its instructions, 8 bytes in hex. */
  readonly tag: string;
  readonly instructions: readonly DisassembledLine[];
}
