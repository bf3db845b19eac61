import type { Mismatch, ObstacleKind } from "@bpf/pinning";

/** What `load` would do about one map. */
export interface ActionReport {
  readonly map: string;
  /** `create`: make it, for the programs that use it. Without programs such a map is one to `skip`. */
  readonly action: "create-and-pin" | "create" | "reuse" | "conflict" | "skip";
  /** Null for a map without a pin. */
  readonly path: string | null;
  readonly mismatches: readonly Mismatch[];
}

/** What `load` would do about one program. */
export interface ProgramActionReport {
  readonly program: string;
  readonly action: "load-and-pin" | "load" | "keep" | "replace" | "conflict" | "skip";
  /** Null for a program that is not loaded. */
  readonly path: string | null;
  /** What is there already, or null. */
  readonly kind: ObstacleKind | null;
  /** Its id, where it is a program, map or link. */
  readonly id: number | null;
}

/** The document of `bpf plan --json`. */
export interface PlanReport {
  readonly actions: readonly ActionReport[];
  /** Only with `--programs`. */
  readonly programs?: readonly ProgramActionReport[];
}
