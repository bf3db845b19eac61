import { SHT_NOBITS, STB_LOCAL, STT_NOTYPE, STT_OBJECT } from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import { ParseError } from "../errors.js";
import type { LegacyDefinition } from "./legacy-layout.js";
import { symbolSpans } from "./symbol-span.js";

const PREFIX = "maps/";

/** True for `maps` and `maps/NAME`. */
export function isLegacySection({ name }: Section): boolean {
  return name === "maps" || name.startsWith(PREFIX);
}

/** A definition with the name that its map goes by. */
export interface NamedDefinition extends LegacyDefinition {
  readonly name: string;
}

/**
 * Finds the definitions of a `maps` or `maps/NAME` section, by rising offset. In a `maps/NAME` section with one
 * definition the map is NAME (gobpf's rule), else it is its symbol.
 * @throws ParseError ERR_MAP_STATIC for a local symbol, ERR_MAP_DEFINITION for bytes that belong to no symbol.
 */
export function findDefinitions(file: ElfFile, section: Section): NamedDefinition[] {
  if (section.size === 0) return [];
  if (section.type === SHT_NOBITS) refuse(section, 0, "holds map definitions and has no bytes in the file");
  const symbols = file.symbolsIn(section).filter((symbol) => {
    if (symbol.type !== STT_OBJECT && symbol.type !== STT_NOTYPE) return false;
    if (symbol.name === "") return false;
    if (symbol.binding !== STB_LOCAL) return true;
    throw new ParseError("ERR_MAP_STATIC", `map ${symbol.name} is static; make it global`, {
      section: section.name,
      symbol: symbol.name,
      offset: symbol.offset,
    });
  });
  const named = section.name.slice(PREFIX.length);
  const definitions = symbolSpans(section, symbols, "ERR_MAP_DEFINITION").map(({ symbol, start, end }) => ({
    name: named !== "" && symbols.length === 1 ? named : symbol.name,
    symbol: symbol.name,
    start,
    size: end - start,
  }));
  // gobpf itself looks at the section's name only, so a section without symbols is a definition to it.
  if (definitions.length === 0 && named !== "")
    return [{ name: named, symbol: named, start: 0, size: section.size }];
  checkGaps(file.contents(section), section, definitions);
  return definitions;
}

/** Bytes between definitions are padding, or else something that must not go unread. */
function checkGaps(bytes: Uint8Array, section: Section, definitions: readonly LegacyDefinition[]): void {
  let covered = 0;
  for (const { start, size } of [...definitions, { start: bytes.length, size: 0 }]) {
    for (let at = covered; at < start; at++)
      if (bytes[at] !== 0)
        refuse(section, at, "has bytes that belong to no symbol, so to no map with a name");
    covered = start + size;
  }
}

function refuse(section: Section, at: number, why: string): never {
  throw new ParseError("ERR_MAP_DEFINITION", `section ${section.name} ${why}`, {
    section: section.name,
    offset: section.offset + at,
  });
}
