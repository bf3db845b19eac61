import type { Codec } from "../codec/codec.js";
import type { JsonValue } from "../codec/json-value.js";

/** A codec whose values are what JSON can say. */
export function jsonCodec(codec: Codec): Codec<JsonValue> {
  const { jsonLimit } = codec;
  const writer =
    codec.writeJson === undefined || jsonLimit === undefined
      ? {}
      : { jsonLimit, writeJson: codec.writeJson.bind(codec) };
  return {
    ...writer,
    layout: codec.layout,
    size: codec.size,
    decode: (from, at) => codec.toJson(from, at),
    encode: (value, to, at, path) => codec.fromJson(value, to, at, path),
    toJson: (from, at) => codec.toJson(from, at),
    fromJson: (json, to, at, path) => codec.fromJson(json, to, at, path),
    jsonText: (from, at) => codec.jsonText(from, at),
  };
}
