/** The document of `bpf prog run --json`. */
export interface RunReport {
  /** 32 bits without sign. */
  readonly returnValue: number;
  /** Nanoseconds of one run, on average; 0 for types of programs that are not measured. */
  readonly durationNs: number;
  /** The packet as the program left it, `hex:…`; null without one. */
  readonly data: string | null;
  /** The context as the program left it. */
  readonly context: string | null;
}
