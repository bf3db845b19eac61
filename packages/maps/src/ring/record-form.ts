import type { ByteView } from "../codec/byte-view.js";
import { copyBytes, hexText } from "../codec/bytes.js";
import type { Codec } from "../codec/codec.js";
import { ValueError } from "../errors.js";
import type { Layout } from "../layout/layout.js";

/** What the records of a ring buffer are to its reader. A record is `length` bytes of `from` at `at`. */
export interface RecordForm<T> {
  /** @throws ValueError for a record of another length than its layout */
  value(from: ByteView, at: number, length: number): T;
  /** As {@link value}, as one line of JSON. */
  jsonText(from: ByteView, at: number, length: number): string;
}

/** Records of one layout. With `loose` they may be longer, and what follows is passed over. */
export function typedForm<T>(codec: Codec<T>, loose: boolean): RecordForm<T> {
  const { size } = codec;
  const check = (length: number): void => {
    if (length !== size && (length < size || !loose)) throw wrongLength(length, codec.layout, size);
  };
  return {
    value(from, at, length) {
      check(length);
      return codec.decode(from, at);
    },
    jsonText(from, at, length) {
      check(length);
      return codec.jsonText(from, at);
    },
  };
}

/** Records as bytes: copies, of any length. */
export const bytesForm: RecordForm<Uint8Array> = {
  value: ({ u8 }, at, length) => copyBytes(u8, at, length),
  jsonText: (from, at, length) => JSON.stringify(hexForm.value(from, at, length)),
};

/** Records as JSON has bytes: "hex:…". */
export const hexForm: RecordForm<string> = {
  value: ({ u8 }, at, length) => hexText(u8, at, length),
  jsonText: bytesForm.jsonText,
};

function wrongLength(length: number, layout: Layout, size: number): ValueError {
  const name = "name" in layout && layout.name !== "" ? `${layout.kind} ${layout.name}` : "its layout";
  const advice = length > size ? "; loose: true passes over what follows" : "";
  return new ValueError("record", `has ${length} bytes, ${name} has ${size}${advice}`);
}
