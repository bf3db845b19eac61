import { ParseError } from "../errors.js";
import { Reader } from "../reader.js";
import * as elf from "./constants.js";
import type { ElfHeader } from "./header.js";
import { StringTable } from "./strings.js";

/** A section header. Offsets and sizes are bytes; what the file holds of the section is inside the file. */
export interface Section {
  readonly index: number;
  readonly name: string;
  /** SHT_* number. */
  readonly type: number;
  /** Low 32 bits of the SHF_* flags; the generic ABI defines none above. */
  readonly flags: number;
  /** Inside the file for every section: for one without bytes, which may claim any, the file's end at most. */
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly entrySize: number;
}

/** True when the file has bytes for the section. */
export function hasBytes(type: number): boolean {
  return type !== elf.SHT_NOBITS && type !== elf.SHT_NULL;
}

/**
 * Reads all section headers. ERR_ELF_TRUNCATED for a section outside the file; ERR_ELF_MALFORMED when sections
 * together are larger than the file, which bounds all later work by the file's size.
 */
export function readSections(file: Reader, header: ElfHeader, names: StringTable): Section[] {
  const sections: Section[] = [];
  let total = 0;
  for (let index = 0; index < header.sectionCount; index++) {
    const section = readSection(file, header, index, names);
    sections.push(section);
    if (hasBytes(section.type)) total += section.size;
  }
  if (total > file.length)
    file.fail("ERR_ELF_MALFORMED", `sections overlap: they hold ${total} bytes of ${file.length}`, 40);
  return sections;
}

/** Opens the table of section names. */
export function readSectionNames(file: Reader, header: ElfHeader): StringTable {
  const names = readSection(file, header, header.sectionNamesIndex, undefined);
  if (names.type !== elf.SHT_STRTAB)
    file.fail("ERR_ELF_MALFORMED", `section names in a section of type ${names.type}, no string table`, 62);
  const bytes = file.slice(names.offset, names.size);
  return new StringTable(new Reader(bytes, file.byteOrder, { base: names.offset }));
}

function readSection(
  file: Reader,
  header: ElfHeader,
  index: number,
  names: StringTable | undefined,
): Section {
  const at = header.sectionTableOffset + index * elf.SHDR_SIZE;
  const name = names === undefined ? "" : names.at(file.u32(at));
  const type = file.u32(at + 4);
  const flagsAt = file.byteOrder === "little" ? at + 8 : at + 12;
  const offset = file.size(at + 24);
  const size = file.size(at + 32);
  if (hasBytes(type) && offset + size > file.length) {
    const what = names === undefined ? "the section of names" : `section ${name}`;
    throw new ParseError(
      "ERR_ELF_TRUNCATED",
      `${what} (${size} bytes at ${offset}) reaches outside the file of ${file.length} bytes`,
      { section: names === undefined ? undefined : name, offset: at + 24 },
    );
  }
  return {
    index,
    name,
    type,
    flags: file.u32(flagsAt),
    offset: Math.min(offset, file.length),
    size,
    link: file.u32(at + 40),
    info: file.u32(at + 44),
    entrySize: file.size(at + 56),
  };
}
