import type { Btf } from "../btf/btf.js";
import type { BtfVariable } from "../btf/types.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import type { ElfSymbol } from "../elf/symbol.js";
import { ParseError } from "../errors.js";
import { BtfKind } from "../generated/btf-kind.js";
import {
  type BtfMapDefinition,
  type DefinitionContext,
  definitionStruct,
  readDefinition,
} from "./btf-maps-definition.js";
import { type MapPlace, mapFault, mapsSection } from "./btf-maps-fault.js";
import { MemberDecoder } from "./btf-maps-member.js";
import { type MapVariable, readSlots } from "./btf-maps-slots.js";
import { DeclarationTags } from "./btf-maps-tags.js";
import type { Definitions } from "./definitions.js";
import type { MapSlot, MapSpec, ParseOptions } from "./spec.js";

/**
 * Reads the map definitions of the `.maps` section: each is a variable whose type, a struct in BTF, encodes the
 * map's numbers in the types of its members. By rising offset in the section.
 * @throws ParseError ERR_MAP_DEFINITION, ERR_MAP_STATIC, ERR_MAP_PINNING, ERR_BTF_MALFORMED, ERR_ELF_*
 */
export function readBtfMaps(
  file: ElfFile,
  btf: Btf | undefined,
  options: Pick<ParseOptions, "relaxed"> = {},
): Definitions {
  const section = file.section(mapsSection);
  const described = btf?.find(mapsSection, BtfKind.DATASEC)?.variables ?? [];
  const warnings: string[] = [];
  if (section === undefined && described.length === 0) return { maps: [], warnings };
  if (btf === undefined || described.length === 0) {
    const why =
      btf === undefined ? "the object has no BTF (compile with -g)" : "the BTF does not describe it";
    throw sectionFault(section, `its maps cannot be read: ${why}`);
  }
  const context = { btf, decoder: new MemberDecoder(btf), relaxed: options.relaxed === true, warnings };
  const symbols = section === undefined ? new Map<string, ElfSymbol>() : symbolsByName(file, section);
  const variables: MapVariable[] = [];
  for (const { type, size } of described) {
    const variable = btf.type(type);
    if (variable.kind !== BtfKind.VAR) throw sectionFault(section, `type ${type} in it is no variable`);
    const symbol = symbols.get(variable.name);
    symbols.delete(variable.name);
    variables.push(readVariable(file, context, section, variable, symbol, size));
  }
  for (const name of symbols.keys()) {
    throw sectionFault(section, `the BTF does not describe symbol ${name}`, name);
  }
  variables.sort((a, b) => a.start - b.start);
  const slots = section && readSlots(file, section, variables);
  const tags = new DeclarationTags(btf);
  const maps = variables.map((map) => spec(map.place.map, map.definition, tags.of(map.id), slots?.get(map)));
  return { maps, warnings };
}

const STT_SECTION = 3;
const STB_LOCAL = 0;

function symbolsByName(file: ElfFile, section: Section): Map<string, ElfSymbol> {
  const symbols = new Map<string, ElfSymbol>();
  for (const symbol of file.symbolsIn(section)) {
    if (symbol.type !== STT_SECTION && symbol.name !== "") symbols.set(symbol.name, symbol);
  }
  return symbols;
}

function readVariable(
  file: ElfFile,
  context: DefinitionContext,
  section: Section | undefined,
  { id, name, type, linkage }: BtfVariable,
  symbol: ElfSymbol | undefined,
  btfSize: number,
): MapVariable {
  if (linkage !== "global" || symbol?.binding === STB_LOCAL) {
    const message = `is ${linkage === "extern" ? "extern" : "static"}; a map must be global`;
    throw mapFault({ map: name, offset: section?.offset }, message, "ERR_MAP_STATIC");
  }
  if (section === undefined || symbol === undefined) {
    throw sectionFault(section, `the symbol table has no map ${name || "without a name"} in it`, name);
  }
  const start = symbol.start;
  const size = symbol.length || btfSize;
  const place: MapPlace = { map: name, offset: section.offset + start };
  const struct = definitionStruct(context.btf, type, place);
  if (struct.size > size || start + size > section.size) {
    throw mapFault(
      place,
      `its variable has ${size} bytes, its struct ${struct.size}, the section ${section.size - start} from there on`,
    );
  }
  const bytes = file.contents(section);
  for (let at = start; at < start + size; at++) {
    if (bytes[at] === 0) continue;
    throw mapFault(place, `byte ${at - start} of its variable is not zero; a definition is all in the types`);
  }
  return { id, start, size, place, definition: readDefinition(context, struct, place, false) };
}

/** Written out, optional fields behind the others: spreading made this a third of the time of a large object. */
function spec(
  name: string,
  definition: BtfMapDefinition,
  tags: readonly string[],
  slots?: readonly MapSlot[],
): MapSpec {
  const { numaNode, keyTypeId, valueTypeId, values } = definition;
  const map: { -readonly [Field in keyof MapSpec]: MapSpec[Field] } = {
    name,
    symbol: name,
    section: mapsSection,
    definition: "btf",
    type: definition.type,
    keySize: definition.keySize,
    valueSize: definition.valueSize,
    maxEntries: definition.maxEntries,
    flags: definition.flags,
    mapExtra: definition.mapExtra,
    pinning: definition.byName ? "by-name" : "none",
    tags,
  };
  if (numaNode !== undefined) map.numaNode = numaNode;
  if (keyTypeId !== undefined) map.keyTypeId = keyTypeId;
  if (valueTypeId !== undefined) map.valueTypeId = valueTypeId;
  if (values?.inner !== undefined) map.innerMap = spec(`${name}.inner`, values.inner, []);
  if (slots !== undefined) map.slots = slots;
  return map;
}

function sectionFault(section: Section | undefined, message: string, symbol?: string): ParseError {
  return new ParseError("ERR_MAP_DEFINITION", `section ${mapsSection}: ${message}`, {
    section: mapsSection,
    symbol,
    offset: section?.offset,
  });
}
