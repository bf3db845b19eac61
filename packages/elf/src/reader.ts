import type { ByteOrder } from "./byte-order.js";
import { ParseError, type ParseErrorCode } from "./errors.js";

/** What a {@link Reader} says of itself in errors. */
export interface ReaderPlace {
  /** Code of the error for reading outside the bytes; `ERR_ELF_TRUNCATED` unless set. */
  code?: ParseErrorCode;
  section?: string;
  /** Where the bytes begin in the file, so that errors give file offsets. */
  base?: number;
}

const TWO_32 = 0x1_0000_0000;
/** High halves above this make a u64 larger than Number.MAX_SAFE_INTEGER. */
const MAX_SAFE_HIGH = 0x1f_ffff;

/**
 * Bounds-checked reading of integers in one byte order. The only owner of a DataView in this package.
 * Offsets count from the first of the given bytes; reading outside them throws a ParseError.
 */
export class Reader {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly byteOrder: ByteOrder;
  readonly code: ParseErrorCode;
  readonly section: string | undefined;
  readonly base: number;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(bytes: Uint8Array, byteOrder: ByteOrder, place: ReaderPlace = {}) {
    this.bytes = bytes;
    this.length = bytes.byteLength;
    this.byteOrder = byteOrder;
    this.code = place.code ?? "ERR_ELF_TRUNCATED";
    this.section = place.section;
    this.base = place.base ?? 0;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = byteOrder === "little";
  }

  u8(offset: number): number {
    if (!(offset >= 0 && offset + 1 <= this.length)) this.#outside(offset, 1);
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    if (!(offset >= 0 && offset + 2 <= this.length)) this.#outside(offset, 2);
    return this.#view.getUint16(offset, this.#little);
  }

  u32(offset: number): number {
    if (!(offset >= 0 && offset + 4 <= this.length)) this.#outside(offset, 4);
    return this.#view.getUint32(offset, this.#little);
  }

  i32(offset: number): number {
    if (!(offset >= 0 && offset + 4 <= this.length)) this.#outside(offset, 4);
    return this.#view.getInt32(offset, this.#little);
  }

  u64(offset: number): bigint {
    if (!(offset >= 0 && offset + 8 <= this.length)) this.#outside(offset, 8);
    return this.#view.getBigUint64(offset, this.#little);
  }

  /** A u64 that counts bytes, as a number: ERR_ELF_MALFORMED when it is over 2^53 - 1. */
  size(offset: number): number {
    const first = this.u32(offset);
    const second = this.u32(offset + 4);
    const high = this.#little ? second : first;
    const low = this.#little ? first : second;
    if (high > MAX_SAFE_HIGH)
      this.fail("ERR_ELF_MALFORMED", `the size ${this.u64(offset)} is absurd`, offset);
    return high * TWO_32 + low;
  }

  /** A view of `length` bytes, not a copy. */
  slice(offset: number, length: number): Uint8Array {
    this.check(offset, length);
    return this.bytes.subarray(offset, offset + length);
  }

  /** Throws unless `length` bytes at `offset` are there. Safe for any two numbers. */
  check(offset: number, length: number): void {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.length)) this.#outside(offset, length);
  }

  /** Throws a ParseError that names this reader's section, and `offset` as an offset in the file. */
  fail(code: ParseErrorCode, message: string, offset: number): never {
    throw new ParseError(code, message, { section: this.section, offset: this.base + offset });
  }

  #outside(offset: number, length: number): never {
    const what = this.section === undefined ? "the file" : `section ${this.section}`;
    const message = `${length} bytes at ${offset} reach outside ${what} of ${this.length} bytes`;
    // The place of the error is in the file even when that of the read is not.
    this.fail(this.code, message, Math.max(0, Math.min(offset, this.length)) || 0);
  }
}
