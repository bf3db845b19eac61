/** What became of one map. */
export interface LoadedMapReport {
  readonly name: string;
  /** Null when it was skipped. */
  readonly id: number | null;
  /** `unpinned`: made, and kept by the programs that use it. Without programs such a map is `skipped`. */
  readonly outcome: "created" | "reused" | "unpinned" | "skipped";
  /** Null without a pin. */
  readonly path: string | null;
}

/** What became of one program; `id`, `tag` and `path` are null when it was skipped. */
export interface LoadedProgramReport {
  readonly name: string;
  /** bpftool's name of it; null for a section that nobody knows. */
  readonly type: string | number | null;
  readonly section: string;
  /** Of the program that is pinned now: the one that was there before, where it was kept. */
  readonly id: number | null;
  /** SHA of its instructions, 8 bytes in hex. */
  readonly tag: string | null;
  readonly outcome: "pinned" | "replaced" | "kept" | "unpinned" | "skipped";
  readonly path: string | null;
}

/** The document of `bpf load --json`. */
export interface LoadReport {
  readonly maps: readonly LoadedMapReport[];
  /** Only with `--programs`. */
  readonly programs?: readonly LoadedProgramReport[];
}
