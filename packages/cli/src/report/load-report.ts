/** What became of one map; `id` and `path` are null when it was skipped. */
export interface LoadedMapReport {
  readonly name: string;
  readonly id: number | null;
  readonly outcome: "created" | "reused" | "skipped";
  readonly path: string | null;
}

/** The document of `bpf load --json`. */
export interface LoadReport {
  readonly maps: readonly LoadedMapReport[];
}
