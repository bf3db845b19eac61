import type { Btf } from "../btf/btf.js";
import { Reader } from "../reader.js";
import { ExtStrings } from "./ext-strings.js";
import { readExtHeader } from "./header.js";
import { type SectionRecords, sectionRecords } from "./records.js";

/** Where a function begins, and its BTF_KIND_FUNC. */
export interface FunctionInfo {
  /** Bytes from the start of the section. */
  readonly offset: number;
  readonly typeId: number;
}

/** The line of C that instructions from here on come from. */
export interface LineInfo {
  /** Bytes from the start of the section. */
  readonly offset: number;
  /** Offsets of the object's BTF strings: the file's name, and the text of the line. */
  readonly fileName: number;
  readonly text: number;
  /** From 1; 0 where the compiler does not know. */
  readonly line: number;
  readonly column: number;
}

/** One CO-RE relocation: an instruction that depends on how a type of the kernel looks. */
export interface CoreRelocation {
  /** Bytes from the start of the section. */
  readonly offset: number;
  /** The type as the object knows it. */
  readonly typeId: number;
  /** Indices from the type to a member or enumerator: "0:1:2". */
  readonly access: string;
  /** enum bpf_core_relo_kind. */
  readonly kind: number;
}

/** What `.BTF.ext` says of an object's code, by section. */
export interface BtfExt {
  /** In the order of the file, as the two others. */
  readonly functions: ReadonlyMap<string, readonly FunctionInfo[]>;
  readonly lines: ReadonlyMap<string, readonly LineInfo[]>;
  readonly relocations: ReadonlyMap<string, readonly CoreRelocation[]>;
}

/** Bytes of struct bpf_func_info, bpf_line_info and bpf_core_relo. */
const FUNCTION_SIZE = 8;
const LINE_SIZE = 16;
const RELOCATION_SIZE = 16;

/**
 * Decodes an object's `.BTF.ext` (`object.btfExt`): function and line information, which the verifier quotes, and CO-RE relocations.
 * Time and memory stay in proportion to the bytes.
 *
 * @param btf the object's types, which have the strings
 * @throws ParseError ERR_BTF_EXT_MALFORMED, its offset counted from the first of `bytes`
 */
export function parseBtfExt(bytes: Uint8Array, btf: Btf): BtfExt {
  const reader = new Reader(bytes, btf.byteOrder, { code: "ERR_BTF_EXT_MALFORMED", section: ".BTF.ext" });
  const header = readExtHeader(reader);
  const strings = new ExtStrings(reader, btf);
  const text = (offset: number, at: number): string => strings.at(offset, at);
  const read = <T>(part: "functions" | "lines" | "relocations", least: number, record: (at: number) => T) =>
    bySection(
      sectionRecords(reader, header[part], least, (offset) => text(offset, header[part].start)),
      record,
    );
  return {
    functions: read("functions", FUNCTION_SIZE, (at) => ({
      offset: reader.u32(at),
      typeId: reader.u32(at + 4),
    })),
    lines: read("lines", LINE_SIZE, (at) => {
      const position = reader.u32(at + 12);
      return {
        offset: reader.u32(at),
        fileName: reader.u32(at + 4),
        text: reader.u32(at + 8),
        line: position >>> 10,
        column: position & 0x3ff,
      };
    }),
    relocations: read("relocations", RELOCATION_SIZE, (at) => ({
      offset: reader.u32(at),
      typeId: reader.u32(at + 4),
      access: text(reader.u32(at + 8), at + 8),
      kind: reader.u32(at + 12),
    })),
  };
}

/** Sections of one name (linkers write such) share one list. */
function bySection<T>(sections: readonly SectionRecords[], record: (at: number) => T): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const { section, start, count, size } of sections) {
    const list = found.get(section) ?? [];
    for (let i = 0; i < count; i++) list.push(record(start + i * size));
    found.set(section, list);
  }
  return found;
}
