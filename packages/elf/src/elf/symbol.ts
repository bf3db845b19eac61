import { SYM_SIZE } from "./constants.js";
import type { Section } from "./section.js";
import type { SymbolTable } from "./symbol-table.js";

/** One entry of the symbol table, read when it is asked for. */
export class ElfSymbol {
  readonly index: number;
  readonly #table: SymbolTable;

  constructor(table: SymbolTable, index: number) {
    this.index = index;
    this.#table = table;
  }

  get name(): string {
    return this.#table.nameOf(this.index);
  }

  /** Index of its section; 0 when undefined, 0xff00 and above for the reserved ones (0xfff1: absolute). */
  get sectionIndex(): number {
    return this.#table.sectionIndexOf(this.index);
  }

  /** Section that it is defined in. */
  get section(): Section | undefined {
    return this.#table.sectionOf(this.index);
  }

  /** STT_* number. */
  get type(): number {
    return this.#table.infoOf(this.index) & 0xf;
  }

  /** STB_* number. */
  get binding(): number {
    return this.#table.infoOf(this.index) >>> 4;
  }

  /** STV_* number. */
  get visibility(): number {
    return this.#table.visibilityOf(this.index);
  }

  get value(): bigint {
    return this.#table.valueOf(this.index);
  }

  get size(): bigint {
    return this.#table.sizeOf(this.index);
  }

  /** Bytes from the start of its section; ERR_ELF_MALFORMED when that is outside the section. */
  get start(): number {
    return this.#table.startOf(this.index);
  }

  /** Size in bytes, 0 when unknown; ERR_ELF_MALFORMED when the symbol reaches outside its section. */
  get length(): number {
    return this.#table.lengthFrom(this.index, this.start);
  }

  /** Byte offset of the entry in the file. */
  get offset(): number {
    return this.#table.reader.base + this.index * SYM_SIZE;
  }
}
