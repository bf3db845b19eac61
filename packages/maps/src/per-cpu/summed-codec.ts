import type { ByteView } from "../codec/byte-view.js";
import type { Codec } from "../codec/codec.js";
import { jsonFloat } from "../codec/float.js";
import type { JsonValue } from "../codec/json-value.js";
import { ValueError } from "../errors.js";
import { addOf } from "./sum.js";

/**
 * One value instead of one a CPU, the sum, in numbers as wide as it takes. It can be read only: no values of the CPUs
 * belong to a sum.
 *
 * @throws LayoutError for values that are not numbers throughout
 */
export function summedCodec(value: Codec, cpus: number, stride: number): Codec {
  const add = addOf(value.layout, "value");
  const size = stride * cpus;
  const decode = (from: ByteView, at: number): unknown => {
    let sum = value.decode(from, at);
    for (let offset = stride; offset < size; offset += stride) {
      sum = add(sum, value.decode(from, at + offset));
    }
    return sum;
  };
  const toJson = (from: ByteView, at: number): JsonValue => jsonOf(decode(from, at));
  return {
    layout: value.layout,
    size,
    decode,
    encode: (_value, _to, _at, path) => refuse(path),
    toJson,
    fromJson: (_json, _to, _at, path) => refuse(path),
    jsonText: (from, at) => JSON.stringify(toJson(from, at)),
  };
}

function refuse(path: string): never {
  throw new ValueError(path, "a sum over the CPUs cannot be written; open the map without sum");
}

/** As codecs write JSON. A sum can be wider than its layout, so the layout's own codec cannot. */
function jsonOf(sum: unknown): JsonValue {
  if (typeof sum === "bigint") return String(sum);
  if (typeof sum === "number") return jsonFloat(sum);
  if (Array.isArray(sum)) return sum.map(jsonOf);
  return Object.fromEntries(Object.entries(sum as object).map(([name, part]) => [name, jsonOf(part)]));
}
