import type { Layout } from "../layout/layout.js";
import type { Typed } from "../layout/typed.js";
import type { Codec } from "./codec-type.js";
import { hostIsLittle } from "./host-order.js";
import { makeCodec } from "./make-codec.js";

export type { Codec } from "./codec-type.js";
export { exactJson, exactJsonText } from "./exact.js";
export { JsonBytes } from "./json-bytes.js";

const codecs = new WeakMap<Layout, Codec>();

/**
 * The codec of a layout, made once for each layout object. Its code is made from the layout; where code may
 * not be made from strings (`--disallow-code-generation-from-strings`) it does the same, slower.
 * @throws LayoutError for a layout that contradicts itself, or has too many fields or values.
 */
export function codecOf<T = unknown>(layout: Typed<T>): Codec<T> {
  let codec = codecs.get(layout);
  if (codec === undefined) {
    codec = makeCodec(layout, { little: hostIsLittle, generate: true });
    codecs.set(layout, codec);
  }
  return codec as Codec<T>;
}
