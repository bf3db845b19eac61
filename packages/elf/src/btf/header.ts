import type { ByteOrder } from "../byte-order.js";
import { malformedBtf } from "./malformed.js";

/** struct btf_header of linux/btf.h; the last two fields came with kernel 7.1. */
const field = {
  version: 2,
  flags: 3,
  headerLength: 4,
  typeOffset: 8,
  typeLength: 12,
  stringOffset: 16,
  stringLength: 20,
  layoutOffset: 24,
  layoutLength: 28,
};
/** Bytes of the header that every kernel reads. */
export const shortHeader = 24;
const longHeader = 32;

/** A part of the BTF, in bytes from its start. */
export interface BtfPart {
  readonly start: number;
  readonly end: number;
}

export interface BtfHeader {
  readonly byteOrder: ByteOrder;
  readonly types: BtfPart;
  readonly strings: BtfPart;
  /** One entry of 4 bytes a kind; empty where the BTF has none. */
  readonly layout: BtfPart;
}

/**
 * Reads and checks the header, by the kernel's rules: bytes of a longer header that nobody knows must be zero,
 * the parts lie inside the file and do not overlap, strings begin and end with a NUL.
 * @throws ParseError ERR_BTF_MALFORMED
 */
export function readHeader(bytes: Uint8Array, isSplit: boolean, expected?: ByteOrder): BtfHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < shortHeader) {
    throw malformedBtf(`${bytes.length} bytes are too few for a header of ${shortHeader}`, 0);
  }
  const byteOrder = readMagic(view);
  if (expected !== undefined && expected !== byteOrder) {
    throw malformedBtf(`its bytes are ${byteOrder}-endian, those of the object ${expected}-endian`, 0);
  }
  const little = byteOrder === "little";
  if (bytes[field.version] !== 1) throw malformedBtf(`version ${bytes[field.version]}, not 1`, field.version);
  if (bytes[field.flags] !== 0) throw malformedBtf(`unknown flags ${bytes[field.flags]}`, field.flags);

  const length = view.getUint32(field.headerLength, little);
  if (length < shortHeader || length > bytes.length) {
    throw malformedBtf(`a header of ${length} bytes in ${bytes.length}`, field.headerLength);
  }
  const known = length >= longHeader ? longHeader : shortHeader;
  for (let i = known; i < length; i++) {
    if (bytes[i] !== 0) throw malformedBtf(`unknown header field, not zero`, i);
  }
  const part = (offsetField: number, lengthField: number, what: string): BtfPart => {
    const start = length + view.getUint32(offsetField, little);
    const end = start + view.getUint32(lengthField, little);
    if (end > bytes.length) {
      throw malformedBtf(`${what} end at byte ${end} of ${bytes.length}`, offsetField);
    }
    return { start, end };
  };
  const types = part(field.typeOffset, field.typeLength, "types");
  const strings = part(field.stringOffset, field.stringLength, "strings");
  const layout =
    known === longHeader
      ? part(field.layoutOffset, field.layoutLength, "kind layouts")
      : { start: length, end: length };

  checkAligned(types, length, field.typeOffset);
  checkAligned(layout, length, field.layoutOffset);
  checkApart(types, strings, field.stringOffset);
  checkApart(types, layout, field.layoutOffset);
  checkApart(strings, layout, field.layoutOffset);
  checkStrings(bytes, strings, isSplit);
  return { byteOrder, types, strings, layout };
}

function readMagic(view: DataView): ByteOrder {
  const magic = view.getUint16(0, true);
  if (magic === 0xeb9f) return "little";
  if (magic === 0x9feb) return "big";
  throw malformedBtf(`magic 0x${magic.toString(16)}, not 0xeb9f`, 0);
}

function checkAligned(part: BtfPart, headerLength: number, offsetField: number): void {
  const offset = part.start - headerLength;
  const length = part.end - part.start;
  if (offset % 4 !== 0) throw malformedBtf(`offset ${offset} is no multiple of 4`, offsetField);
  if (length % 4 !== 0) throw malformedBtf(`length ${length} is no multiple of 4`, offsetField + 4);
}

function checkApart(a: BtfPart, b: BtfPart, offsetField: number): void {
  const empty = a.start === a.end || b.start === b.end;
  if (!empty && a.start < b.end && b.start < a.end) {
    throw malformedBtf(`parts overlap: bytes ${a.start}-${a.end} and ${b.start}-${b.end}`, offsetField);
  }
}

function checkStrings(bytes: Uint8Array, { start, end }: BtfPart, isSplit: boolean): void {
  if (start === end) {
    if (isSplit) return;
    throw malformedBtf("no strings", field.stringLength);
  }
  if (bytes[end - 1] !== 0) throw malformedBtf("the last string has no end", end - 1);
  if (!isSplit && bytes[start] !== 0) {
    throw malformedBtf("the first string is not empty; is this split BTF whose base is missing?", start);
  }
}
