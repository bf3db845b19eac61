/** What a descriptor refers to. */
export type FdKind = "map" | "prog" | "link" | "btf" | "other";

/** Lengths in bytes of what goes in and out of a map, and which map that is; from the kernel's own info. */
export interface ElementSizes {
  readonly map: {
    readonly id: number;
    readonly type: number;
    readonly keySize: number;
    readonly valueSize: number;
  };
  readonly key: number;
  /** Of a value as bpf(2) copies it: for a per-CPU map, that of all possible CPUs together. */
  readonly value: number;
  /** Of one CPU's value. */
  readonly perCpuValue: number;
}

/** What belongs to a BpfFd, and outlives one that is garbage collected. */
export interface FdState {
  /** The descriptor, owned by the addon; negative when closed, or never opened. */
  number: number;
  /** The number was read, or came from outside: others may be using it. */
  exposed: boolean;
  /** Found out before. Not to be trusted once exposed: the number may mean another object by now. */
  kind: FdKind | undefined;
  sizes: ElementSizes | undefined;
}
