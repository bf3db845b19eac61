import type { OpenMapOptions } from "../open/options.js";

/** Options for maps without keys, or whose keys are descriptors. */
export type KeylessOptions = Omit<OpenMapOptions, "key">;
