import type { Reader } from "../reader.js";
import * as elf from "./constants.js";
import type { Section } from "./section.js";
import type { StringTable } from "./strings.js";

/** One entry of the symbol table. Its name is decoded when first asked for. */
export class ElfSymbol {
  readonly index: number;
  /** Index of its section; 0 when undefined, 0xff00 and above for the reserved ones (0xfff1: absolute). */
  readonly sectionIndex: number;
  /** Section that it is defined in. */
  readonly section: Section | undefined;
  /** STT_* number. */
  readonly type: number;
  /** STB_* number. */
  readonly binding: number;
  readonly #table: Reader;
  readonly #names: StringTable;
  #name: string | undefined;

  constructor(
    table: Reader,
    names: StringTable,
    index: number,
    info: number,
    sectionIndex: number,
    section: Section | undefined,
  ) {
    this.#table = table;
    this.#names = names;
    this.index = index;
    this.type = info & 0xf;
    this.binding = info >> 4;
    this.sectionIndex = sectionIndex;
    this.section = section;
  }

  get name(): string {
    if (this.#name === undefined) this.#name = this.#names.at(this.#table.u32(this.index * elf.SYM_SIZE));
    return this.#name;
  }

  get value(): bigint {
    return this.#table.u64(this.index * elf.SYM_SIZE + 8);
  }

  get size(): bigint {
    return this.#table.u64(this.index * elf.SYM_SIZE + 16);
  }

  /** Bytes from the start of its section; ERR_ELF_MALFORMED when that is outside the section. */
  get start(): number {
    const start = this.#table.size(this.index * elf.SYM_SIZE + 8);
    if (this.section === undefined || start > this.section.size) this.#outside(8);
    return start;
  }

  /** Size in bytes, 0 when unknown; ERR_ELF_MALFORMED when the symbol reaches outside its section. */
  get length(): number {
    const length = this.#table.size(this.index * elf.SYM_SIZE + 16);
    if (this.section === undefined || this.start + length > this.section.size) this.#outside(16);
    return length;
  }

  /** Byte offset of the entry in the file. */
  get offset(): number {
    return this.#table.base + this.index * elf.SYM_SIZE;
  }

  #outside(field: number): never {
    const where =
      this.section === undefined ? "has no section" : `reaches outside section ${this.section.name}`;
    const message = `symbol ${this.name} (${this.size} bytes at ${this.value}) ${where}`;
    this.#table.fail("ERR_ELF_MALFORMED", message, this.index * elf.SYM_SIZE + field);
  }
}

/** What {@link readSymbols} needs of a file. */
export interface SymbolSource {
  readonly sections: readonly Section[];
  /** Contents of the SHT_SYMTAB section, and of its SHT_SYMTAB_SHNDX when there is one. */
  readonly table: Reader;
  readonly names: StringTable;
  readonly extended: Reader | undefined;
}

/** Reads the whole symbol table, the null symbol at index 0 included. */
export function readSymbols({ sections, table, names, extended }: SymbolSource): ElfSymbol[] {
  if (table.length % elf.SYM_SIZE !== 0)
    table.fail("ERR_ELF_MALFORMED", `${table.length} bytes of symbols are no multiple of ${elf.SYM_SIZE}`, 0);
  const symbols: ElfSymbol[] = [];
  const count = table.length / elf.SYM_SIZE;
  for (let index = 0; index < count; index++) {
    const at = index * elf.SYM_SIZE;
    let sectionIndex = table.u16(at + 6);
    let section: Section | undefined;
    if (sectionIndex === elf.SHN_XINDEX && extended !== undefined) {
      sectionIndex = extended.u32(index * 4);
      section = sections[sectionIndex];
      if (section === undefined) outside(table, at, sectionIndex, sections.length);
    } else if (sectionIndex !== elf.SHN_UNDEF && sectionIndex < elf.SHN_LORESERVE) {
      section = sections[sectionIndex];
      if (section === undefined) outside(table, at, sectionIndex, sections.length);
    }
    symbols.push(new ElfSymbol(table, names, index, table.u8(at + 4), sectionIndex, section));
  }
  return symbols;
}

function outside(table: Reader, at: number, sectionIndex: number, count: number): never {
  const message = `symbol ${at / elf.SYM_SIZE} is in section ${sectionIndex} of ${count}`;
  table.fail("ERR_ELF_MALFORMED", message, at + 6);
}
