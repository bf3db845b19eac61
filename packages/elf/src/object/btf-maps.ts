import type { Btf } from "../btf/btf.js";
import { headWords } from "../btf/kind-lengths.js";
import type { ElfFile } from "../elf/file.js";
import { BtfKind } from "../generated/btf-kind.js";
import type { BtfMapDefinition } from "./btf-maps-definition.js";
import { mapsFault, mapsSection } from "./btf-maps-fault.js";
import { MemberDecoder } from "./btf-maps-member.js";
import { readSlots } from "./btf-maps-slots.js";
import { DeclarationTags } from "./btf-maps-tags.js";
import { readVariables } from "./btf-maps-variables.js";
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
  const described = btf === undefined ? noEntries : describedVariables(btf);
  const warnings: string[] = [];
  if (section === undefined && described.length === 0) return { maps: [], warnings };
  if (btf === undefined || described.length === 0) {
    const why =
      btf === undefined ? "the object has no BTF (compile with -g)" : "the BTF does not describe it";
    throw mapsFault(section, `its maps cannot be read: ${why}`);
  }
  const context = { btf, decoder: new MemberDecoder(btf), relaxed: options.relaxed === true, warnings };
  const variables = readVariables(file, context, section, described);
  const relocations = section === undefined ? [] : file.relocationsFor(section);
  const slots = section && relocations.length > 0 ? readSlots(relocations, section, variables) : undefined;
  const tags = new DeclarationTags(btf);
  const maps: MapSpec[] = [];
  for (let i = 0; i < variables.length; i++) {
    const variable = variables[i]!;
    const { map, definition, id } = variable;
    maps.push(spec(map, definition, tags.of(id), slots?.get(variable)));
  }
  return { maps, warnings };
}

const noEntries = new Uint32Array();

/** The entries of the DATASEC, of three words each: type, offset, size. */
function describedVariables(btf: Btf): Uint32Array {
  const id = btf.findId(mapsSection, BtfKind.DATASEC);
  return id === undefined ? noEntries : btf.words(id).subarray(headWords);
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
