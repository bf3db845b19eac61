import type { Pinning } from "@bpf/elf";

/** One map of `bpf inspect --json`. */
export interface MapReport {
  readonly name: string;
  readonly section: string;
  readonly definition: string;
  readonly type: string | number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  /** u64, a decimal string in JSON. */
  readonly mapExtra: bigint;
  readonly pinning: Pinning;
  readonly namespace: string | null;
  /** Null where no pin is wanted, and where the path cannot be told without further options. */
  readonly pinPath: string | null;
  /** The template of a map of maps. */
  readonly inner: MapReport | null;
}

/** One program of `bpf inspect --json`. */
export interface ProgramReport {
  readonly name: string;
  readonly section: string;
  /** Null for a section name that nobody knows. */
  readonly type: string | number | null;
  readonly attachType: string | number | null;
  /** How many, 8 bytes each. */
  readonly instructions: number;
}

/** The document of `bpf inspect --json`. */
export interface InspectReport {
  readonly file: string;
  readonly byteOrder: "little" | "big";
  readonly license: string;
  readonly maps: readonly MapReport[];
  readonly programs: readonly ProgramReport[];
}
