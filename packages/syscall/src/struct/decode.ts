import { littleEndian } from "./byte-order.js";
import type { Field, Struct } from "./field.js";

interface Decoded {
  u32: number;
  s32: number;
  u64: bigint;
  fd: number;
  pointer: bigint;
  text: string;
  bytes: Uint8Array;
}

/** What {@link decode} makes of a struct. */
export type DecodedOf<S extends Struct> = { [Name in keyof S["fields"]]: Decoded[S["fields"][Name]["kind"]] };

/** A name may begin with U+FEFF. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads every field of `struct`; `bytes` has its size, and zeroes where the kernel wrote nothing. */
export function decode<S extends Struct>(struct: S, bytes: Uint8Array): DecodedOf<S> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const result: Record<string, unknown> = {};
  for (const name in struct.fields) result[name] = get(view, struct.fields[name]!);
  return result as DecodedOf<S>;
}

function get(view: DataView, { kind, at, size }: Field): unknown {
  switch (kind) {
    case "u32":
    case "fd":
      return view.getUint32(at, littleEndian);
    case "s32":
      return view.getInt32(at, littleEndian);
    case "u64":
    case "pointer":
      return view.getBigUint64(at, littleEndian);
    case "text":
      return textUpToNul(new Uint8Array(view.buffer, view.byteOffset + at, size));
    case "bytes":
      return new Uint8Array(view.buffer, view.byteOffset + at, size).slice();
  }
}

/** The characters before the first NUL, or all of them. */
export function textUpToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
