import type { ByteOrder } from "../byte-order.js";
import { ParseError } from "../errors.js";
import { Reader, type ReaderPlace } from "../reader.js";
import * as elf from "./constants.js";
import { readByteOrder, readHeader } from "./header.js";
import { type ElfRelocation, readRelocations } from "./relocation.js";
import { hasBytes, readSectionNames, readSections, type Section } from "./section.js";
import { StringTable } from "./strings.js";
import { ElfSymbol } from "./symbol.js";
import { SymbolTable } from "./symbol-table.js";

const NO_RELOCATIONS: readonly ElfRelocation[] = [];

/**
 * An ELF64 relocatable BPF object of either byte order. Header and sections are read at once, symbols and
 * relocations when first asked for. Every method throws ParseError, and nothing else, for a bad file.
 */
export class ElfFile {
  readonly bytes: Uint8Array;
  readonly byteOrder: ByteOrder;
  /** By section index, the null section at 0 included. */
  readonly sections: readonly Section[];
  readonly #file: Reader;
  readonly #sectionNames: StringTable;
  readonly #sectionNamesIndex: number;
  readonly #byName = new Map<string, Section[]>();
  #symbolTable: SymbolTable | undefined;
  #relocationSections: Map<number, Section[]> | undefined;
  readonly #contents = new Map<Section, Uint8Array>();
  readonly #relocations = new Map<Section, readonly ElfRelocation[]>();

  constructor(bytes: Uint8Array) {
    // A plain view: subarrays of a Buffer would be Buffers, and keep its pool's neighbours within reach.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.byteOrder = readByteOrder(this.bytes);
    this.#file = new Reader(this.bytes, this.byteOrder);
    const header = readHeader(this.#file);
    this.#sectionNames = readSectionNames(this.#file, header);
    this.#sectionNamesIndex = header.sectionNamesIndex;
    this.sections = readSections(this.#file, header, this.#sectionNames);
    for (const section of this.sections) {
      const same = this.#byName.get(section.name);
      if (same === undefined) this.#byName.set(section.name, [section]);
      else same.push(section);
    }
  }

  /** The section of that name. ERR_ELF_MALFORMED when there are several, since none would be the right one. */
  section(name: string): Section | undefined {
    const found = this.#byName.get(name);
    if (found !== undefined && found.length > 1)
      this.#refuse(found[1]!, `is one of ${found.length} of that name`);
    return found?.[0];
  }

  /** A section's bytes, a view of the file. ERR_ELF_MALFORMED when the file has none for it (.bss), or compressed ones. */
  contents(section: Section): Uint8Array {
    const known = this.#contents.get(section);
    if (known !== undefined) return known;
    if (!hasBytes(section.type)) this.#refuse(section, "has no bytes in the file");
    if ((section.flags & elf.SHF_COMPRESSED) !== 0) this.#refuse(section, "is compressed");
    const contents = this.#file.slice(section.offset, section.size);
    this.#contents.set(section, contents);
    return contents;
  }

  /** A reader of a section's bytes whose errors name the section and give file offsets. */
  reader(section: Section, place: ReaderPlace = {}): Reader {
    return new Reader(this.contents(section), this.byteOrder, {
      ...place,
      section: section.name,
      base: section.offset,
    });
  }

  /** The symbol table, the null symbol at 0 included; empty when the file has none. */
  get symbolTable(): SymbolTable {
    if (this.#symbolTable === undefined) this.#symbolTable = this.#readSymbolTable();
    return this.#symbolTable;
  }

  /** All symbols, by index. */
  get symbols(): ElfSymbol[] {
    const table = this.symbolTable;
    return Array.from({ length: table.count }, (_, index) => new ElfSymbol(table, index));
  }

  /** Symbols defined in `section`, in the table's order. */
  symbolsIn(section: Section): ElfSymbol[] {
    const table = this.symbolTable;
    return table.indicesIn(section).map((index) => new ElfSymbol(table, index));
  }

  /** Relocations that apply to `section`, from all its REL and RELA sections, in the file's order. */
  relocationsFor(section: Section): readonly ElfRelocation[] {
    const known = this.#relocations.get(section);
    if (known !== undefined) return known;
    const sources = this.#relocationSectionsOf(section);
    let relocations = NO_RELOCATIONS;
    if (sources !== undefined) {
      const read: ElfRelocation[] = [];
      for (const source of sources)
        readRelocations(this.reader(source), source, section, this.#symbolsOf(source), read);
      relocations = read;
    }
    this.#relocations.set(section, relocations);
    return relocations;
  }

  #relocationSectionsOf(target: Section): readonly Section[] | undefined {
    if (this.#relocationSections === undefined) {
      const byTarget = new Map<number, Section[]>();
      for (const section of this.sections) {
        if (section.type !== elf.SHT_REL && section.type !== elf.SHT_RELA) continue;
        const same = byTarget.get(section.info);
        if (same === undefined) byTarget.set(section.info, [section]);
        else same.push(section);
      }
      this.#relocationSections = byTarget;
    }
    return this.#relocationSections.get(target.index);
  }

  #symbolsOf(source: Section): SymbolTable {
    if (this.sections[source.link]?.type !== elf.SHT_SYMTAB)
      this.#refuse(source, `names section ${source.link} as its symbol table, which is none`);
    return this.symbolTable;
  }

  #readSymbolTable(): SymbolTable {
    const tables = this.sections.filter((section) => section.type === elf.SHT_SYMTAB);
    const table = tables[0];
    if (table === undefined) return this.#noSymbols();
    if (tables.length > 1) this.#refuse(tables[1]!, "is a second symbol table");
    const names = this.sections[table.link];
    if (names?.type !== elf.SHT_STRTAB)
      this.#refuse(table, `names section ${table.link} as its string table, which is none`);
    const extended = this.sections.find(
      (section) => section.type === elf.SHT_SYMTAB_SHNDX && section.link === table.index,
    );
    // Most compilers write one table for both kinds of names: it need not be decoded twice.
    const shared = names.index === this.#sectionNamesIndex;
    return new SymbolTable({
      sections: this.sections,
      reader: this.reader(table),
      names: shared ? this.#sectionNames : new StringTable(this.reader(names)),
      extended: extended && this.reader(extended),
    });
  }

  #noSymbols(): SymbolTable {
    const reader = new Reader(new Uint8Array(), this.byteOrder);
    return new SymbolTable({
      sections: this.sections,
      reader,
      names: new StringTable(reader),
      extended: undefined,
    });
  }

  #refuse(section: Section, why: string): never {
    throw new ParseError("ERR_ELF_MALFORMED", `section ${section.name} ${why}`, {
      section: section.name,
      offset: section.offset,
    });
  }
}
