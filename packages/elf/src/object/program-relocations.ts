import { STT_SECTION } from "../elf/constants.js";
import type { ElfRelocation } from "../elf/relocation.js";
import type { Relocation } from "./spec.js";

/** The relocations of an executable section, handed out by range. */
export class ProgramRelocations {
  readonly #entries: readonly ElfRelocation[];
  #previous: { start: number; end: number; relocations: readonly Relocation[] } | undefined;

  constructor(entries: readonly ElfRelocation[]) {
    this.#entries = isSorted(entries) ? entries : entries.toSorted((a, b) => a.offset - b.offset);
  }

  /** Those of one program, by rising offset. Aliases of a program, asked for in a row, share one array. */
  between(start: number, end: number): readonly Relocation[] {
    const previous = this.#previous;
    if (previous !== undefined && previous.start === start && previous.end === end)
      return previous.relocations;
    const relocations: Relocation[] = [];
    for (let at = this.#firstFrom(start); at < this.#entries.length; at++) {
      const entry = this.#entries[at]!;
      if (entry.offset >= end) break;
      relocations.push(relocation(entry, start));
    }
    this.#previous = { start, end, relocations };
    return relocations;
  }

  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isSorted(entries: readonly ElfRelocation[]): boolean {
  for (let at = 1; at < entries.length; at++) if (entries[at]!.offset < entries[at - 1]!.offset) return false;
  return true;
}

function relocation({ offset, type, symbol }: ElfRelocation, start: number): Relocation {
  const section = symbol.section?.name;
  return {
    offset: offset - start,
    type,
    symbol: symbol.type === STT_SECTION && symbol.name === "" ? (section ?? "") : symbol.name,
    symbolValue: symbol.value,
    symbolSize: symbol.size,
    ...(section !== undefined && { symbolSection: section }),
    symbolType: symbol.type,
    symbolBinding: symbol.binding,
  };
}
