import type { Codec } from "../codec-type.js";

/** Beyond, room for the longest text is not kept, and the closures print. */
const largestLimit = 2 ** 20;

/** Room for one value's text; nothing else runs while it is used. */
let room = Buffer.allocUnsafeSlow(4096);

/** `jsonText` by means of `writeJson`: one flat string, where adding strings would leave a tree of them. */
export function printer(
  writeJson: NonNullable<Codec["writeJson"]>,
  jsonLimit: number,
  slow: Codec,
): Pick<Codec, "jsonText" | "jsonLimit"> {
  if (jsonLimit > largestLimit) return { jsonLimit, jsonText: slow.jsonText };
  if (jsonLimit > room.length) room = Buffer.allocUnsafeSlow(jsonLimit);
  return {
    jsonLimit,
    jsonText: (from, at) => room.toString("utf8", 0, writeJson(from, at, room, 0)),
  };
}
