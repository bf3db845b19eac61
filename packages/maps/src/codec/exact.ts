import { ValueError } from "../errors.js";
import { type ByteView, byteView } from "./byte-view.js";
import { hexText } from "./bytes.js";
import type { Codec } from "./codec-type.js";
import type { JsonValue } from "./json-value.js";

/**
 * JSON from which `fromJson` makes the same bytes again: what `toJson` gives where that does (there is
 * nothing in the padding, behind a text's NUL …), else "hex:…" of the whole.
 */
export function exactJson(codec: Codec, from: ByteView, at: number): JsonValue {
  return isExact(codec, from, at) ? codec.toJson(from, at) : hexText(from.u8, at, codec.size);
}

/** `JSON.stringify(exactJson(codec, from, at))`, made without the objects. */
export function exactJsonText(codec: Codec, from: ByteView, at: number): string {
  return isExact(codec, from, at) ? codec.jsonText(from, at) : `"${hexText(from.u8, at, codec.size)}"`;
}

/** Room to encode a value again. */
const copies = new WeakMap<Codec, ByteView>();

/**
 * Whether what is read makes the same bytes again. JSON keeps all that decoding keeps, so the faster of the
 * two is asked.
 */
export function isExact(codec: Codec, from: ByteView, at: number): boolean {
  let copy = copies.get(codec);
  if (copy === undefined) {
    copy = byteView(new Uint8Array(codec.size));
    copies.set(codec, copy);
  }
  try {
    codec.encode(codec.decode(from, at), copy, 0, "");
  } catch (error) {
    if (ValueError.is(error)) return false;
    throw error;
  }
  for (let i = 0; i < codec.size; i++) if (copy.u8[i] !== from.u8[at + i]) return false;
  return true;
}
