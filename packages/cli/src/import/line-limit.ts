import { constants } from "node:buffer";
import type { BloomJson, KeyedJson, QueueJson } from "../map/kinds.js";

const mebi = 1024 * 1024;

/** Of maps with small elements. */
const leastLimit = 64 * mebi;

/** Lines are read with some others before and behind them, as one string. */
const greatestLimit = constants.MAX_STRING_LENGTH - 4 * mebi;

/** Text that a byte of an element may take: two digits in "hex:…", "\\u0000" in a text, a number with its name … */
const textPerByte = 64;

/** Bytes that a line of an import into a map may have: more than any that an export of it writes. */
export function lineLimit(map: KeyedJson | QueueJson | BloomJson): number {
  const size = map.kind === "keyed" ? map.keyCodec.size + map.valueCodec.size : map.info.valueSize;
  return Math.min(Math.max(leastLimit, size * textPerByte), greatestLimit);
}
