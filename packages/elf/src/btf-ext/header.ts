import type { Reader } from "../reader.js";

/** A part of the BTF extension, in bytes from its start. */
export interface ExtPart {
  readonly start: number;
  readonly end: number;
}

export interface BtfExtHeader {
  readonly functions: ExtPart;
  readonly lines: ExtPart;
  /** Empty in what compilers before clang 10 wrote. */
  readonly relocations: ExtPart;
}

const MAGIC = 0xeb9f;
const VERSION = 1;
/** struct btf_ext_header up to line_info_len. */
const LEAST_LENGTH = 24;
/** With core_relo_off and core_relo_len. */
const LENGTH_WITH_RELOCATIONS = 32;

/**
 * Reads struct btf_ext_header; Documentation/bpf/btf.rst, section 4.2.
 * @throws ParseError ERR_BTF_EXT_MALFORMED
 */
export function readExtHeader(reader: Reader): BtfExtHeader {
  const magic = reader.u16(0);
  if (magic !== MAGIC) reader.fail(reader.code, `the magic is ${magic.toString(16)}, not eb9f`, 0);
  const version = reader.u8(2);
  if (version !== VERSION) reader.fail(reader.code, `version ${version} is not known, only ${VERSION}`, 2);
  const flags = reader.u8(3);
  if (flags !== 0) reader.fail(reader.code, `flags ${flags} are not known`, 3);
  const length = reader.u32(4);
  if (length < LEAST_LENGTH || length > reader.length || length % 4 !== 0)
    reader.fail(reader.code, `the header says that it has ${length} bytes`, 4);
  const partAt = (at: number): ExtPart => {
    const offset = reader.u32(at);
    const size = reader.u32(at + 4);
    reader.check(length + offset, size);
    if (offset % 4 !== 0) reader.fail(reader.code, `a part begins at ${offset}, no multiple of 4`, at);
    return { start: length + offset, end: length + offset + size };
  };
  return {
    functions: partAt(8),
    lines: partAt(16),
    relocations: length >= LENGTH_WITH_RELOCATIONS ? partAt(24) : { start: length, end: length },
  };
}
