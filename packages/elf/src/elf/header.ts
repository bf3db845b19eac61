import type { ByteOrder } from "../byte-order.js";
import { ParseError } from "../errors.js";
import type { Reader } from "../reader.js";
import * as elf from "./constants.js";

/** Where an ELF64 file keeps its section headers. */
export interface ElfHeader {
  readonly byteOrder: ByteOrder;
  readonly machine: number;
  readonly sectionTableOffset: number;
  /** Extended numbering resolved: the true count. */
  readonly sectionCount: number;
  readonly sectionNamesIndex: number;
}

/** Tells the byte order from the identification bytes; refuses what is no ELF64 file. */
export function readByteOrder(bytes: Uint8Array): ByteOrder {
  if (bytes.length < 4 || bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46)
    throw new ParseError("ERR_ELF_MAGIC", "not an ELF file: it does not begin with 7f 45 4c 46", {
      offset: 0,
    });
  if (bytes.length < elf.EHDR_SIZE)
    throw new ParseError("ERR_ELF_TRUNCATED", `${bytes.length} bytes are too few for an ELF header`, {
      offset: 0,
    });
  const fileClass = bytes[elf.EI_CLASS];
  if (fileClass === elf.ELFCLASS32)
    throw new ParseError("ERR_ELF_CLASS", "a 32-bit ELF file; BPF objects are 64-bit", {
      offset: elf.EI_CLASS,
    });
  if (fileClass !== elf.ELFCLASS64)
    throw new ParseError("ERR_ELF_CLASS", `unknown ELF class ${fileClass}`, { offset: elf.EI_CLASS });
  const data = bytes[elf.EI_DATA];
  if (data === elf.ELFDATA2LSB) return "little";
  if (data === elf.ELFDATA2MSB) return "big";
  throw new ParseError("ERR_ELF_MALFORMED", `unknown ELF byte order ${data}`, { offset: elf.EI_DATA });
}

/** Reads and checks the header of a BPF object; every section header is inside the file afterwards. */
export function readHeader(file: Reader): ElfHeader {
  const type = file.u16(16);
  if (type !== elf.ET_REL)
    file.fail("ERR_ELF_TYPE", `ELF type ${type} is not a relocatable object (${elf.ET_REL})`, 16);
  const machine = file.u16(18);
  if (machine !== elf.EM_BPF && machine !== elf.EM_NONE)
    file.fail("ERR_ELF_MACHINE", `ELF machine ${machine} is not BPF (${elf.EM_BPF})`, 18);
  const sectionTableOffset = file.size(40);
  if (sectionTableOffset === 0) file.fail("ERR_ELF_MALFORMED", "the file has no section headers", 40);
  const entrySize = file.u16(58);
  if (entrySize !== elf.SHDR_SIZE)
    file.fail("ERR_ELF_MALFORMED", `section headers of ${entrySize} bytes instead of ${elf.SHDR_SIZE}`, 58);

  // Counts that do not fit 16 bits are kept in the first section header.
  checkTable(file, sectionTableOffset, 1, 40);
  const sectionCount = file.u16(60) || file.size(sectionTableOffset + 32);
  if (sectionCount === 0) file.fail("ERR_ELF_MALFORMED", "the file has no section headers", 60);
  checkTable(file, sectionTableOffset, sectionCount, 60);
  const named = file.u16(62);
  const sectionNamesIndex = named === elf.SHN_XINDEX ? file.u32(sectionTableOffset + 40) : named;
  if (sectionNamesIndex === elf.SHN_UNDEF || sectionNamesIndex >= sectionCount)
    file.fail("ERR_ELF_MALFORMED", `section names in section ${sectionNamesIndex} of ${sectionCount}`, 62);
  return { byteOrder: file.byteOrder, machine, sectionTableOffset, sectionCount, sectionNamesIndex };
}

function checkTable(file: Reader, offset: number, count: number, field: number): void {
  if (offset + count * elf.SHDR_SIZE <= file.length) return;
  const message = `${count} section headers at ${offset} reach outside the file of ${file.length} bytes`;
  file.fail("ERR_ELF_TRUNCATED", message, field);
}
