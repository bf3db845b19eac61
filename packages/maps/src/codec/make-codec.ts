import { ValueError } from "../errors.js";
import { checkLayout } from "../layout/check.js";
import { type Layout, sizeOfLayout } from "../layout/layout.js";
import type { ByteView } from "./byte-view.js";
import { hexPrefix, hexText, writeHex } from "./bytes.js";
import type { Codec } from "./codec-type.js";
import type { Coder } from "./coder.js";
import { Coders } from "./coders.js";
import { generateCode } from "./generate/generate.js";
import type { JsonValue } from "./json-value.js";
import { Misfit } from "./misfit.js";

export interface CodecOptions {
  /** Whether the low byte comes first. */
  readonly little: boolean;
  /** Whether code may be made from the layout, where the process allows it. */
  readonly generate: boolean;
}

/**
 * A codec for a byte order. Closures do everything; the generated code decodes, prints, and encodes the
 * values that are as they should be, and leaves all others to the closures, which know what is wrong with
 * them.
 * @throws LayoutError
 */
export function makeCodec(layout: Layout, { little, generate }: CodecOptions): Codec {
  checkLayout(layout);
  const size = sizeOfLayout(layout);
  const coders = { value: new Coders("value", little), json: new Coders("json", little) };
  const [value, json] = [coders.value.of(layout), coders.json.of(layout)];
  const toJson = (from: ByteView, at: number): JsonValue => {
    const read = json.read(from, at) as JsonValue;
    return isHexLike(read) ? hexText(from.u8, at, size) : read;
  };
  const slow: Codec = {
    layout,
    size,
    decode: value.read,
    encode: (given, to, at, path) => write(value, given, to, at, path),
    toJson,
    fromJson(given, to, at, path) {
      const coder = isHexLike(given) ? hexCoder(size) : json;
      write(coder, given, to, at, path);
    },
    jsonText: (from, at) => JSON.stringify(toJson(from, at)),
  };
  return generate ? { ...slow, ...generateCode(slow, coders, little) } : slow;
}

function isHexLike(json: unknown): json is string {
  return typeof json === "string" && json.startsWith(hexPrefix);
}

/** For a whole value that is given as bytes. */
function hexCoder(size: number): Pick<Coder, "write"> {
  return { write: (text, to, at) => writeHex(text as string, to, at, size) };
}

function write(coder: Pick<Coder, "write">, value: unknown, to: ByteView, at: number, path: string): void {
  try {
    coder.write(value, to, at);
  } catch (error) {
    throw error instanceof Misfit ? new ValueError(error.path(path), error.reason) : error;
  }
}
