import { native } from "../addon/load.js";
import type { Native } from "../addon/native.js";

/** The addon's calls on one element. */
export type ElementCalls = Pick<
  Native,
  | "elementLookup"
  | "elementUpdate"
  | "elementDelete"
  | "elementTake"
  | "elementNext"
  | "elementUpdateFd"
  | "elementOfFd"
>;

let calls: ElementCalls | undefined;

/** In an object with a shape of its own: the addon's exports are looked up by hash, which a fast path feels. */
export function elementCalls(): ElementCalls {
  if (calls !== undefined) return calls;
  const {
    elementLookup,
    elementUpdate,
    elementDelete,
    elementTake,
    elementNext,
    elementUpdateFd,
    elementOfFd,
  } = native();
  calls = {
    elementLookup,
    elementUpdate,
    elementDelete,
    elementTake,
    elementNext,
    elementUpdateFd,
    elementOfFd,
  };
  return calls;
}
