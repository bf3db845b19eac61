import type { ByteView } from "./byte-view.js";
import { hexText } from "./bytes.js";
import type { Codec } from "./codec-type.js";
import { isExact } from "./exact.js";
import { writeString } from "./write-string.js";

/** Larger values are made as text: their limit is far above what they have. */
const largestLimit = 2 ** 24;

/** Up to here a loop is faster than the call of a native function. */
const shortText = 64;

/** JSON text in UTF-8 that grows value by value: for output of many, no strings are made. */
export class JsonBytes {
  #bytes: Buffer;
  #length = 0;

  constructor(size = 65_536) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** The bytes written so far, until the next append: not a copy. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** What is JSON already. */
  appendText(text: string): void {
    this.#reserve(text.length * 3);
    this.#length =
      text.length <= shortText
        ? writeString(text, this.#bytes, this.#length)
        : this.#length + this.#bytes.write(text, this.#length);
  }

  /** `codec.jsonText(from, at)`. */
  append(codec: Codec, from: ByteView, at: number): void {
    const { jsonLimit = Number.POSITIVE_INFINITY } = codec;
    if (codec.writeJson !== undefined && jsonLimit <= largestLimit) {
      this.#reserve(jsonLimit);
      this.#length = codec.writeJson(from, at, this.#bytes, this.#length);
    } else this.appendText(codec.jsonText(from, at));
  }

  /** `exactJsonText(codec, from, at)`. */
  appendExact(codec: Codec, from: ByteView, at: number): void {
    if (isExact(codec, from, at)) this.append(codec, from, at);
    else this.appendText(`"${hexText(from.u8, at, codec.size)}"`);
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}
