import type { PinOptions, ProgramPinOptions } from "@bpf/pinning";
import type { BpfFd } from "@bpf/syscall";
import type { KernelConfig } from "../externs/kernel-config.js";
import type { Autoload } from "./select.js";

/** What a program is attached to, where its section does not say, or says it of a program that has to be given. */
export interface AttachTo {
  /** Name of a function, hook, tracepoint or iterator, over the section's; `MODULE:NAME` for a kernel module's. */
  readonly target?: string | undefined;
  /** The loaded program whose function it is for: freplace, and fentry or fexit of a program. */
  readonly program?: BpfFd | undefined;
}

/** Progress of a load: how many of the programs have been verified. */
export interface LoadProgress {
  readonly program: string;
  readonly done: number;
  readonly total: number;
}

/** How an object is loaded. Maps are opened, made and pinned as `openMaps` of `@bpf/pinning` does it. */
export interface LoadOptions
  extends Omit<PinOptions, "programs" | "hold" | "skipUnpinned">,
    Omit<ProgramPinOptions, "chosenPrograms"> {
  /** Programs that are, or are not, to be loaded, over what their sections say. */
  autoload?: Autoload | undefined;
  /**
   * Values of variables before anything is loaded, by name: `const volatile` ones, which the verifier then knows, and
   * initial values of others.
   */
  set?: Readonly<Record<string, unknown>> | undefined;
  /** The values of `set` are what JSON can say: 64 bits as decimal strings, and so on. */
  json?: boolean | undefined;
  /** Types that CO-RE relocations are resolved against, in place of the running kernel's: raw BTF, or its file's path. */
  kernelBtf?: string | Uint8Array | undefined;
  /** Configuration that `.kconfig` variables are resolved against, in place of the running kernel's. */
  kconfig?: KernelConfig | undefined;
  /** What programs are for, by program name. */
  attachTo?: Readonly<Record<string, AttachTo>> | undefined;
  /** Told the verifier's log of each program; asking for it makes the load slower. */
  onLog?: ((program: string, log: string) => void) | undefined;
}

/** What the promise form takes beside them. */
export interface LoadAsyncOptions extends LoadOptions {
  /**
   * Stops the load: no further program is begun, those that the verifier is at are waited for (nobody can stop it), and
   * the promise is rejected with the signal's reason; nothing is left. Looked at for the last time before the pins are made.
   */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: LoadProgress) => void) | undefined;
}
