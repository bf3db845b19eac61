import type { OpenedMap } from "../open/core.js";
import { isArray } from "../open/map-types.js";
import type { Steps } from "./steps.js";
import { Walk } from "./walk.js";

/** How many elements there are: all of an array's, else those that a walk meets. */
export function* countSteps(map: OpenedMap): Steps {
  if (isArray(map.info.type)) return map.info.maxEntries;
  const walk = new Walk(map);
  let count = 0;
  while (yield* walk.steps(count)) count += walk.batch.count;
  return count;
}
