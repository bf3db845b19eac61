import { STT_SECTION } from "../elf/constants.js";
import type { Section } from "../elf/section.js";
import { ElfSymbol } from "../elf/symbol.js";
import type { SymbolTable } from "../elf/symbol-table.js";

/** The symbols of `.maps`, each to be taken once, by its name. The section's own symbol has none. */
export class MapSymbols {
  readonly #table: SymbolTable;
  readonly #indices: readonly number[];
  /** Place in `#indices` of the next symbol, as long as they are taken in order. */
  #next = 0;
  /** The rest, once one was taken out of order. */
  #byName: Map<string, number> | undefined;

  constructor(table: SymbolTable, section: Section) {
    this.#table = table;
    this.#indices = table.indicesIn(section);
  }

  /**
   * Index of the symbol of that name. Compilers write symbols in the order in which BTF describes them: then no name
   * has to be read and looked up.
   */
  take(name: string): number | undefined {
    const index = this.#indices[this.#next];
    if (
      this.#byName === undefined &&
      index !== undefined &&
      name !== "" &&
      this.#table.isNamed(index, name)
    ) {
      this.#next++;
      return index;
    }
    const rest = this.#rest();
    const found = rest.get(name);
    rest.delete(name);
    return found;
  }

  /** The name of a symbol that was not taken. */
  left(): string | undefined {
    if (this.#byName === undefined && this.#next === this.#indices.length) return undefined;
    return this.#rest().keys().next().value;
  }

  #rest(): Map<string, number> {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (const index of this.#indices.slice(this.#next)) {
        const { name, type } = new ElfSymbol(this.#table, index);
        if (type !== STT_SECTION && name !== "") this.#byName.set(name, index);
      }
    }
    return this.#byName;
  }
}
