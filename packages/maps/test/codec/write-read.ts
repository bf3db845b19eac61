import { byteView } from "../../src/codec/byte-view.js";
import type { Codec } from "../../src/codec/codec.js";
import { type Outcome, outcome } from "./outcome.js";

export const written = (codec: Codec, value: unknown): Outcome =>
  outcome(codec.size, (to, at) => codec.encode(value, to, at, "value"));

export const writtenJson = (codec: Codec, json: unknown): Outcome =>
  outcome(codec.size, (to, at) => codec.fromJson(json, to, at, "value"));

export const read = (codec: Codec, hex: string): unknown =>
  codec.decode(byteView(Buffer.from(hex, "hex")), 0);

export const readJson = (codec: Codec, hex: string): unknown =>
  codec.toJson(byteView(Buffer.from(hex, "hex")), 0);
