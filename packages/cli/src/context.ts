import type { Kernel } from "@bpf/pinning";

/** Where text goes. */
export interface Output {
  /** Writes all of the text; silent when nobody reads any more. */
  write(text: string): void;
  /** As `write`, of a text in UTF-8; the caller may use the memory again afterwards. */
  writeBytes?(bytes: Uint8Array): void;
  /** As `write`, but lets signals and timers in while a slow reader is waited for; ends early when aborted. */
  send?(text: string, signal?: AbortSignal): Promise<void>;
  readonly isTerminal: boolean;
  /** Whether it is known that nobody reads any more, so that there is no use in going on. */
  readonly isGone?: boolean;
  /** Size of the terminal in characters; undefined where it is none, or has no known size. */
  readonly size?: { readonly columns: number; readonly rows: number } | undefined;
}

/** Where bytes come from. */
export interface Input {
  /** All there are, in pieces; ends early when the signal aborts. */
  read(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** All that a command knows of the world around it. */
export interface Context {
  /** Empty unless given. */
  readonly stdin?: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The kernel to work on; the real one unless a test gives its own. */
  readonly kernel?: Kernel;
  /** Runs a change to its end although a signal asks to stop; gives back the exit code. */
  readonly uninterrupted?: (work: () => Promise<number>) => Promise<number>;
  /** Runs work that a signal stops, by aborting, as early as nothing is lost by it; gives back the exit code. */
  readonly stoppable?: (work: (signal: AbortSignal) => Promise<number>) => Promise<number>;
}
