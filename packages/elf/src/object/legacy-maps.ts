import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import type { Definitions } from "./definitions.js";
import { type InnerMapLink, linkInnerMaps } from "./inner-map-links.js";
import { type LegacyFields, readLegacyFields } from "./legacy-fields.js";
import { chooseLayout } from "./legacy-layout.js";
import { findDefinitions, isLegacySection, type NamedDefinition } from "./legacy-section.js";
import type { LegacyLayout, MapSpec, ParseOptions } from "./spec.js";

/** Reads the definitions of all `maps` and `maps/NAME` sections, in the order of sections and of offsets in them. */
export function readLegacyMaps(file: ElfFile, options: ParseOptions): Definitions {
  const sections = file.sections.filter(isLegacySection);
  return sections.length === 0 ? { maps: [], warnings: [] } : readSections(file, sections, options);
}

function readSections(file: ElfFile, sections: readonly Section[], options: ParseOptions): Definitions {
  const maps: MapSpec[] = [];
  const links: InnerMapLink[] = [];
  const warnings: string[] = [];
  for (const section of sections) {
    const definitions = findDefinitions(file, section);
    if (definitions.length === 0) continue;
    const bytes = file.reader(section);
    for (const definition of definitions) {
      const chosen = chooseLayout(bytes, definition, options.layout);
      if (chosen.warning !== undefined) warnings.push(chosen.warning);
      const fields = readLegacyFields(bytes, definition, chosen);
      const spec = mapSpec(section.name, definition, chosen.layout, fields);
      if (fields.innerId !== undefined || fields.id !== undefined)
        links.push({ ...fields, position: maps.length, offset: section.offset + definition.start });
      maps.push(spec);
    }
  }
  return { maps: links.length === 0 ? maps : linkInnerMaps(maps, links), warnings };
}

function mapSpec(
  section: string,
  { name, symbol }: NamedDefinition,
  definition: LegacyLayout,
  { type, keySize, valueSize, maxEntries, flags, pinning, namespace }: LegacyFields,
): MapSpec {
  return {
    name,
    symbol,
    section,
    definition,
    type,
    keySize,
    valueSize,
    maxEntries,
    flags,
    mapExtra: 0n,
    pinning,
    ...(namespace !== undefined && { namespace }),
    tags: [],
  };
}
