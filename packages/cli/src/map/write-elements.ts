import type { ByteView, JsonBytes } from "@bpf/maps";
import type { Context } from "../context.js";
import { JsonStream } from "../output/json-stream.js";
import { Progress } from "../output/progress.js";
import { inMapAsync } from "./in-map.js";
import type { KeyedJson } from "./kinds.js";

/** Appends the text of an element, which is at `key` and `value` in a batch. */
export type AppendElement = (
  to: JsonBytes,
  keys: ByteView,
  key: number,
  values: ByteView,
  value: number,
) => void;

/** What is written around elements. */
export interface Frame {
  readonly before?: string;
  readonly between?: string;
  readonly after?: string;
}

/** One JSON document, a line an element. */
export const jsonList: Frame = { before: "[", between: ",\n", after: "]\n" };

/**
 * Writes each element of a map, as they are read. Ends early when nobody reads what is written. What was read before a
 * failure is written as well.
 * @throws what reading the map throws
 */
export async function writeElements(
  map: KeyedJson,
  context: Context,
  append: AppendElement,
  { before = "", between = "", after = "" }: Frame = {},
): Promise<void> {
  const { size: keySize } = map.keyCodec;
  const { size: valueSize } = map.valueCodec;
  const stream = new JsonStream(context.stdout);
  const { piece } = stream;
  using progress = new Progress(context, "read", { streams: true });
  let done = 0;
  piece.appendText(before);
  try {
    await inMapAsync(map, async () => {
      // The next batch is read while this one is written.
      for await (const { count, keys, values } of map.batchesAsync()) {
        for (let i = 0, k = 0, v = 0; i < count; i++, k += keySize, v += valueSize) {
          if (done + i > 0) piece.appendText(between);
          append(piece, keys, k, values, v);
          stream.step();
        }
        done += count;
        progress.report(done);
        if (stream.isGone) break;
      }
    });
    piece.appendText(after);
  } finally {
    stream.flush();
  }
}
