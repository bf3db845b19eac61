import type { Section } from "./section.js";
import type { SymbolTable } from "./symbol-table.js";

/** Where in a section its symbols begin, by name; quick for names asked for in the table's order, as compilers do. */
export class NamedStarts {
  readonly #table: SymbolTable;
  readonly #indices: readonly number[];
  #next = 0;
  #byName: Map<string, number> | undefined;

  constructor(table: SymbolTable, section: Section) {
    this.#table = table;
    this.#indices = table.indicesIn(section);
  }

  /** Bytes from the section's start; undefined without such a symbol. @throws ParseError ERR_ELF_MALFORMED */
  of(name: string): number | undefined {
    const next = this.#indices[this.#next];
    if (next !== undefined && this.#table.isNamed(next, name)) {
      this.#next++;
      return this.#table.startOf(next);
    }
    this.#byName ??= new Map(this.#indices.map((index) => [this.#table.nameOf(index), index]));
    const index = this.#byName.get(name);
    return index === undefined ? undefined : this.#table.startOf(index);
  }
}
