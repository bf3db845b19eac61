import type { Meaning } from "./coder.js";
import { unexpected } from "./misfit.js";

/** As C: whatever is not 0 is true, and true is written as 1. */
export function boolMeaning(big: boolean): Meaning {
  return {
    valueOf: (raw) => Number(raw) !== 0,
    rawOf(value) {
      if (typeof value !== "boolean") throw unexpected("true or false", value);
      return big ? BigInt(value) : Number(value);
    },
  };
}
