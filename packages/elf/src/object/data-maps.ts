import type { Btf } from "../btf/btf.js";
import type { BtfDataSection } from "../btf/types.js";
import { SHF_EXECINSTR, SHT_NOBITS, SHT_PROGBITS } from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import { ParseError } from "../errors.js";
import { BtfKind } from "../generated/btf-kind.js";
import { MapFlag } from "../generated/map-flag.js";
import { MapType } from "../generated/map-type.js";
import { dataMapName } from "./data-map-name.js";
import type { Definitions } from "./definitions.js";
import type { MapSpec } from "./spec.js";

interface DataSectionType {
  readonly id: number;
  /** Some variable is not static. */
  readonly shared: boolean;
}

/** value_size is a u32. */
const MAX_VALUE_SIZE = 0xffff_ffff;

/**
 * The maps that hold the object's variables: `.data`, `.rodata`, `.bss` and those with a suffix (`.data.x`), empty
 * ones left out. A `.bss` map has no `contents`: the kernel makes arrays zeroed.
 */
export function readDataMaps(file: ElfFile, btf: Btf | undefined, objectName: string): Definitions {
  const sections = file.sections.filter((section) => section.size > 0 && isDataSection(section));
  if (sections.length === 0) return { maps: [], warnings: [] };
  const types = btf === undefined ? undefined : dataSectionTypes(btf);
  const maps = sections.map((section) => dataMap(file, section, types?.get(section.name), objectName));
  return { maps, warnings: [] };
}

function isDataSection({ name, type, flags }: Section): boolean {
  if (type === SHT_NOBITS) return isNamed(name, ".bss");
  if (type !== SHT_PROGBITS || (flags & SHF_EXECINSTR) !== 0) return false;
  return isNamed(name, ".data") || isNamed(name, ".rodata");
}

function isNamed(name: string, kind: string): boolean {
  return name === kind || name.startsWith(`${kind}.`);
}

function dataMap(
  file: ElfFile,
  section: Section,
  type: DataSectionType | undefined,
  objectName: string,
): MapSpec {
  const { name, size } = section;
  if (size > MAX_VALUE_SIZE)
    throw new ParseError("ERR_MAP_DEFINITION", `section ${name} of ${size} bytes is too large for a map`, {
      section: name,
      offset: section.offset,
    });
  const readOnly = isNamed(name, ".rodata");
  return {
    name: dataMapName(objectName, name),
    symbol: name,
    section: name,
    definition: "data",
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: size,
    maxEntries: 1,
    flags: (readOnly ? MapFlag.RDONLY_PROG : 0) | (type?.shared ? MapFlag.MMAPABLE : 0),
    mapExtra: 0n,
    pinning: "none",
    ...(type !== undefined && { valueTypeId: type.id }),
    ...(section.type !== SHT_NOBITS && { contents: file.contents(section) }),
    tags: [],
  };
}

/** libbpf's rule for BPF_F_MMAPABLE: some variable of the section is not static. */
function hasSharedVariable(btf: Btf, { variables }: BtfDataSection): boolean {
  return variables.some(({ type }) => {
    const variable = btf.type(type);
    return variable.kind === BtfKind.VAR && variable.linkage !== "static";
  });
}

/** The first DATASEC of each name. */
function dataSectionTypes(btf: Btf): Map<string, DataSectionType> {
  const types = new Map<string, DataSectionType>();
  for (let id = btf.firstId; id < btf.typeCount; id++) {
    if (btf.kindOf(id) !== BtfKind.DATASEC || types.has(btf.nameOf(id))) continue;
    const type = btf.type(id);
    if (type.kind === BtfKind.DATASEC) types.set(type.name, { id, shared: hasSharedVariable(btf, type) });
  }
  return types;
}
