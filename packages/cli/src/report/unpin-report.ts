import type { ErrorReport } from "../output/error-report.js";

/** A pin, and the map of the object that it belongs to: null for a path that was given as such. */
export interface UnpinnedReport {
  readonly map: string | null;
  readonly path: string | null;
}

/** The document of `bpf unpin --json`. */
export interface UnpinReport {
  readonly removed: readonly UnpinnedReport[];
  readonly absent: readonly UnpinnedReport[];
  /** `path` is null for a map whose path an option should have told. */
  readonly failed: readonly (UnpinnedReport & { readonly error: ErrorReport })[];
}
