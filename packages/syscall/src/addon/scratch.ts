import { native } from "./load.js";

/** The buffer that this thread's calls share with the addon, as words of 4 and of 8 bytes. */
export interface Scratch {
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;
}

let views: Scratch | undefined;

/**
 * Nothing in it outlives a call: it is filled right before one, after all of the caller's values were read (a getter
 * may make another call), and read right after.
 */
export function scratch(): Scratch {
  if (views !== undefined) return views;
  const buffer = native().scratch;
  views = { u32: new Uint32Array(buffer), u64: new BigUint64Array(buffer) };
  return views;
}
