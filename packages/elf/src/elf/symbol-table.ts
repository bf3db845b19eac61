import type { Reader } from "../reader.js";
import { wordsOf } from "../words.js";
import * as elf from "./constants.js";
import type { Section } from "./section.js";
import type { StringTable } from "./strings.js";

/** Fields of an entry, in bytes from its start. */
const INFO = 4;
const OTHER = 5;
const SECTION_INDEX = 6;
const VALUE = 8;
const SIZE = 16;
/** 32-bit words of an entry. */
const ENTRY_WORDS = elf.SYM_SIZE / 4;

const NO_SYMBOLS: readonly number[] = [];

/** What a {@link SymbolTable} needs of a file. */
export interface SymbolSource {
  readonly sections: readonly Section[];
  /** Contents of the SHT_SYMTAB section, and of its SHT_SYMTAB_SHNDX when there is one. */
  readonly reader: Reader;
  readonly names: StringTable;
  readonly extended: Reader | undefined;
}

/** The symbol table. Opening checks every symbol's section; all else of a symbol is read when it is asked for. */
export class SymbolTable {
  readonly reader: Reader;
  readonly count: number;
  readonly #sections: readonly Section[];
  readonly #names: StringTable;
  readonly #words: Uint32Array;
  readonly #little: boolean;
  /** By symbol, the index of the section that it is defined in; 0 for none. */
  readonly #definedIn: Uint32Array;
  /** By section index, the symbols defined in it. */
  readonly #bySection: number[][] = [];

  /** @throws ParseError ERR_ELF_MALFORMED, ERR_ELF_TRUNCATED */
  constructor({ sections, reader, names, extended }: SymbolSource) {
    const { bytes, byteOrder, length } = reader;
    if (length % elf.SYM_SIZE !== 0)
      reader.fail("ERR_ELF_MALFORMED", `${length} bytes of symbols are no multiple of ${elf.SYM_SIZE}`, 0);
    this.reader = reader;
    this.count = length / elf.SYM_SIZE;
    this.#sections = sections;
    this.#names = names;
    this.#words = wordsOf(bytes, 0, length / 4, byteOrder);
    this.#little = byteOrder === "little";
    this.#definedIn = new Uint32Array(this.count);
    this.#groupBySection(extended);
  }

  /** Everything in locals: objects have thousands of symbols, and are read while V8 still interprets. */
  #groupBySection(extended: Reader | undefined): void {
    const words = this.#words;
    const little = this.#little;
    const definedIn = this.#definedIn;
    const groups = this.#bySection;
    const sectionCount = this.#sections.length;
    for (let index = 0, at = 1; at < words.length; index++, at += ENTRY_WORDS) {
      let section = little ? words[at]! >>> 16 : words[at]! & 0xffff;
      if (section === elf.SHN_XINDEX && extended !== undefined) section = extended.u32(index * 4);
      else if (section === elf.SHN_UNDEF || section >= elf.SHN_LORESERVE) continue;
      if (section >= sectionCount) this.#outside(index, section);
      definedIn[index] = section;
      const group = groups[section];
      if (group === undefined) groups[section] = [index];
      else group.push(index);
    }
  }

  /** Indices of the symbols defined in `section`, rising. */
  indicesIn(section: Section): readonly number[] {
    return this.#bySection[section.index] ?? NO_SYMBOLS;
  }

  nameOf(index: number): string {
    return this.#names.at(this.#words[index * ENTRY_WORDS]!);
  }

  /** Whether the name is exactly this text, without reading it. */
  isNamed(index: number, name: string): boolean {
    return this.#names.is(this.#words[index * ENTRY_WORDS]!, name);
  }

  /** st_info: STB_* number in the high four bits, STT_* number in the low. */
  infoOf(index: number): number {
    return this.reader.bytes[index * elf.SYM_SIZE + INFO]!;
  }

  /** STV_* number. */
  visibilityOf(index: number): number {
    return this.reader.bytes[index * elf.SYM_SIZE + OTHER]! & 3;
  }

  sectionOf(index: number): Section | undefined {
    const section = this.#definedIn[index]!;
    return section === 0 ? undefined : this.#sections[section];
  }

  /** As the file has it, with extended numbering resolved. */
  sectionIndexOf(index: number): number {
    return this.#definedIn[index]! || this.reader.u16(index * elf.SYM_SIZE + SECTION_INDEX);
  }

  valueOf(index: number): bigint {
    return this.reader.u64(index * elf.SYM_SIZE + VALUE);
  }

  sizeOf(index: number): bigint {
    return this.reader.u64(index * elf.SYM_SIZE + SIZE);
  }

  /** Bytes from the start of its section; ERR_ELF_MALFORMED when that is outside the section. */
  startOf(index: number): number {
    const start = this.#number(index, VALUE);
    const section = this.#definedIn[index]!;
    if (section === 0 || start > this.#sections[section]!.size) this.#reachesOutside(index, VALUE);
    return start;
  }

  /** Size in bytes, 0 when unknown; ERR_ELF_MALFORMED when the symbol, from `start`, reaches outside its section. */
  lengthFrom(index: number, start: number): number {
    const length = this.#number(index, SIZE);
    const section = this.#definedIn[index]!;
    if (section === 0 || start + length > this.#sections[section]!.size) this.#reachesOutside(index, SIZE);
    return length;
  }

  /** A u64 as a number. Nearly all have a high half of 0, and need no more checks. */
  #number(index: number, field: number): number {
    const words = this.#words;
    const at = index * elf.SYM_SIZE + field;
    const high = this.#little ? at / 4 + 1 : at / 4;
    const low = this.#little ? at / 4 : at / 4 + 1;
    return words[high] === 0 ? words[low]! : this.reader.size(at);
  }

  #outside(index: number, section: number): never {
    const message = `symbol ${index} is in section ${section} of ${this.#sections.length}`;
    this.reader.fail("ERR_ELF_MALFORMED", message, index * elf.SYM_SIZE + SECTION_INDEX);
  }

  #reachesOutside(index: number, field: number): never {
    const section = this.sectionOf(index);
    const where = section === undefined ? "has no section" : `reaches outside section ${section.name}`;
    const what = `symbol ${this.nameOf(index)} (${this.sizeOf(index)} bytes at ${this.valueOf(index)})`;
    this.reader.fail("ERR_ELF_MALFORMED", `${what} ${where}`, index * elf.SYM_SIZE + field);
  }
}
