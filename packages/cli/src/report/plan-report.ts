import type { Mismatch } from "@bpf/pinning";

/** What `load` would do about one map. */
export interface ActionReport {
  readonly map: string;
  readonly action: "create-and-pin" | "reuse" | "conflict" | "skip";
  /** Null for a map without a pin, which is skipped. */
  readonly path: string | null;
  readonly mismatches: readonly Mismatch[];
}

/** The document of `bpf plan --json`. */
export interface PlanReport {
  readonly actions: readonly ActionReport[];
}
