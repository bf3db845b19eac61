import type { ErrorReport } from "../output/error-report.js";

/** A pin, and what of the object it belongs to. */
export interface UnpinnedReport {
  /** Null for a program's pin, and for a path that was given as such. */
  readonly map: string | null;
  /** Only for a program's pin. */
  readonly program?: string;
  readonly path: string | null;
}

/** The document of `bpf unpin --json`. */
export interface UnpinReport {
  readonly removed: readonly UnpinnedReport[];
  readonly absent: readonly UnpinnedReport[];
  /** `path` is null for a map whose path an option should have told. */
  readonly failed: readonly (UnpinnedReport & { readonly error: ErrorReport })[];
}
