/** What a thread is told. */
export interface HammerOrder {
  path: string;
  /** From 0. */
  thread: number;
  /** Rounds; Infinity: until it is terminated. */
  rounds: number;
}

/** What it tells at the end: what it left under its own keys. */
export interface HammerResult {
  entries: [number, bigint[]][];
  calls: number;
}

/** How many keys each thread has for itself. */
export const keysPerThread = 32;
/** Keys below are everybody's; those of the threads follow. */
export const sharedKeys = 64;
