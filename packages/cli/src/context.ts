import type { Kernel } from "@bpf/pinning";

/** Where text goes. */
export interface Output {
  /** Writes all of the text; silent when nobody reads any more. */
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** All that a command knows of the world around it. */
export interface Context {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The kernel to work on; the real one unless a test gives its own. */
  readonly kernel?: Kernel;
  /** Runs a change to its end although a signal asks to stop; gives back the exit code. */
  readonly uninterrupted?: (work: () => Promise<number>) => Promise<number>;
}
