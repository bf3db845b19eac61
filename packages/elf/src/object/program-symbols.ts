import { STB_LOCAL, STT_FUNC, STT_NOTYPE } from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import type { ElfSymbol } from "../elf/symbol.js";
import { symbolSpans } from "./symbol-span.js";

/** A program's name and its bytes in a section. */
export interface ProgramSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Byte offset in the file of what names the program. */
  readonly namedAt: number;
  /** By its symbol's binding: `static` in C. */
  readonly isStatic: boolean;
}

/**
 * The programs of an executable section. Each FUNC symbol is one. A section without any (gobpf's objects are made
 * so) is cut at its global symbols, and is one program named after itself when it has none of them either.
 */
export function programSpans(file: ElfFile, section: Section): ProgramSpan[] {
  const symbols = file.symbolsIn(section);
  let named = symbols.filter((symbol) => symbol.type === STT_FUNC);
  if (named.length === 0) named = symbols.filter(isEntry);
  if (named.length === 0)
    return [{ name: section.name, start: 0, end: section.size, namedAt: section.offset, isStatic: false }];
  return symbolSpans(section, named, "ERR_PROGRAM_MALFORMED", true).map(({ symbol, start, end }) => ({
    name: symbol.name,
    start,
    end,
    namedAt: symbol.offset,
    isStatic: symbol.binding === STB_LOCAL,
  }));
}

/** Old compilers left labels as local NOTYPE symbols among the instructions: those begin no program. */
function isEntry(symbol: ElfSymbol): boolean {
  return symbol.type === STT_NOTYPE && symbol.binding !== STB_LOCAL && symbol.name !== "";
}
