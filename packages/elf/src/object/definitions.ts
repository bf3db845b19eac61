import type { MapSpec } from "./spec.js";

/**
 * What each reader of map definitions gives back: `readLegacyMaps`, `readBtfMaps(file, btf, options)` and
 * `readDataMaps`. Names may repeat between readers; parseObject refuses that.
 */
export interface Definitions {
  /** In the order of the object. */
  readonly maps: readonly MapSpec[];
  /** What was let pass, one sentence each. */
  readonly warnings: readonly string[];
}
