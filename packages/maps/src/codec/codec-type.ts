import type { Layout } from "../layout/layout.js";
import type { ByteView } from "./byte-view.js";
import type { JsonValue } from "./json-value.js";

/**
 * Reads and writes values of one layout, in the byte order of this machine. Positions are bytes into the
 * buffer; the caller sees to it that `at + size` is inside.
 */
export interface Codec<T = unknown> {
  readonly layout: Layout;
  /** Bytes. */
  readonly size: number;
  /** Allocates nothing but what it returns, which shares no memory with the buffer. */
  decode(from: ByteView, at: number): T;
  /**
   * Writes `size` bytes, padding as 0. A value that fails leaves them partly written.
   * @param path what errors call the value: `key`, `value`
   * @throws ValueError with the whole path: `value.stats.packets`
   */
  encode(value: T, to: ByteView, at: number, path: string): void;
  /**
   * 64 bits and more as decimal strings, bytes as "hex:…", NaN, infinities and -0 as strings. Text that is
   * the whole value and begins with "hex:" is "hex:…" of its bytes, so that no text is taken for bytes.
   */
  toJson(from: ByteView, at: number): JsonValue;
  /**
   * Takes what {@link toJson} gives; also numbers for 64 bits where they are exact, decimal strings for any
   * integer and float, and "hex:…" for any whole value.
   * @throws ValueError as {@link encode}
   */
  fromJson(json: unknown, to: ByteView, at: number, path: string): void;
  /** `JSON.stringify(toJson(from, at))`, made without the objects. */
  jsonText(from: ByteView, at: number): string;
  /** The most bytes that {@link writeJson} writes; there where that is. */
  readonly jsonLimit?: number;
  /**
   * Writes {@link jsonText} in UTF-8 from `position` on and returns where it ends. The caller sees to it that
   * there is room for `jsonLimit` bytes; {@link JsonBytes} does.
   */
  writeJson?(from: ByteView, at: number, to: Uint8Array, position: number): number;
}
