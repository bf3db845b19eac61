import type { Reader } from "../reader.js";
import * as elf from "./constants.js";
import type { Section } from "./section.js";
import { ElfSymbol } from "./symbol.js";
import type { SymbolTable } from "./symbol-table.js";

/** One entry of a REL or RELA section. */
export interface ElfRelocation {
  /** Bytes from the start of the relocated section, inside it. */
  readonly offset: number;
  /** R_BPF_* number. */
  readonly type: number;
  readonly symbol: ElfSymbol;
}

/**
 * Appends the entries of one relocation section to `into`. RELA addends are left where they are: BPF objects are
 * REL, and no rule of this package needs an addend.
 */
export function readRelocations(
  table: Reader,
  source: Section,
  target: Section,
  symbols: SymbolTable,
  into: ElfRelocation[],
): void {
  const entrySize = source.type === elf.SHT_RELA ? elf.RELA_SIZE : elf.REL_SIZE;
  if (table.length % entrySize !== 0 || (source.entrySize !== 0 && source.entrySize !== entrySize))
    table.fail(
      "ERR_ELF_MALFORMED",
      `${table.length} bytes of relocations in entries of ${source.entrySize} bytes instead of ${entrySize}`,
      0,
    );
  const little = table.byteOrder === "little";
  for (let at = 0; at < table.length; at += entrySize) {
    const offset = table.size(at);
    if (offset >= target.size)
      table.fail("ERR_ELF_MALFORMED", `a relocation at ${offset} is outside section ${target.name}`, at);
    // r_info is one u64: symbol in its high half, type in its low half.
    const symbolIndex = table.u32(little ? at + 12 : at + 8);
    const type = table.u32(little ? at + 8 : at + 12);
    if (symbolIndex >= symbols.count)
      table.fail("ERR_ELF_MALFORMED", `a relocation names symbol ${symbolIndex} of ${symbols.count}`, at + 8);
    into.push({ offset, type, symbol: new ElfSymbol(symbols, symbolIndex) });
  }
}
