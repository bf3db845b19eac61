/** What {@link unpinMaps} and {@link unpinPath} did. Only `failed` is a failure; an absent pin is none. */
export interface UnpinReport {
  readonly removed: readonly UnpinnedPath[];
  readonly absent: readonly UnpinnedPath[];
  /** Without `map` and `program`: a directory that should have gone. Without `path`: a map whose path an option should have told. */
  readonly failed: readonly FailedUnpin[];
  /** Directories that went because they were left empty. */
  readonly directories: readonly string[];
  readonly warnings: readonly string[];
}

/** A path, and the map or program it belongs to where an object named it. */
export interface UnpinnedPath {
  readonly map?: string;
  readonly program?: string;
  readonly path: string;
}

/** What could not be removed, and why. */
export interface FailedUnpin {
  readonly map?: string;
  readonly program?: string;
  readonly path?: string;
  readonly error: Error;
}
