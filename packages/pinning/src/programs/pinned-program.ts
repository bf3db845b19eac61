import type { BpfFd } from "@bpf/syscall";

/** A program that was loaded, for `commit` to pin. */
export interface LoadedProgram {
  /** Its name in the object. */
  readonly name: string;
  /** The symbol by which slots of program arrays name it. */
  readonly symbol: string;
  readonly fd: BpfFd;
  /** The kernel's id of it. */
  readonly id: number;
}

/** How a program came to be at hand. `kept`: it was there, and ours was not loaded. `unpinned`: held by its fd only. */
export type ProgramOutcome = "pinned" | "replaced" | "kept" | "unpinned";

/** One program of an object, loaded or kept, and its pin. */
export interface PinnedProgram {
  readonly name: string;
  /** The kernel's id of it. */
  readonly id: number;
  /** Absolute path of its pin. */
  readonly path?: string;
  readonly outcome: ProgramOutcome;
  /** Owned by the {@link OpenObject}. */
  readonly fd: BpfFd;
}
