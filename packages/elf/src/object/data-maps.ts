import type { Btf } from "../btf/btf.js";
import {
  SHF_EXECINSTR,
  SHT_NOBITS,
  SHT_PROGBITS,
  STB_LOCAL,
  STV_HIDDEN,
  STV_INTERNAL,
} from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import type { ElfSymbol } from "../elf/symbol.js";
import { ParseError } from "../errors.js";
import { BtfKind } from "../generated/btf-kind.js";
import { MapFlag } from "../generated/map-flag.js";
import { MapType } from "../generated/map-type.js";
import { dataMapName } from "./data-map-name.js";
import type { Definitions } from "./definitions.js";
import type { MapSpec } from "./spec.js";

/** What BTF says of a section of variables. */
interface DataSectionType {
  /** Type id of the DATASEC. */
  readonly id: number;
  /** Names of the variables that are not static. */
  readonly shared: readonly string[];
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
  const types = btf && dataSectionTypes(btf, new Set(sections.map(({ name }) => name)));
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
  const isMmapable = type !== undefined && hasShared(file, section, type);
  return {
    name: dataMapName(objectName, name),
    symbol: name,
    section: name,
    definition: "data",
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: size,
    maxEntries: 1,
    flags: (readOnly ? MapFlag.RDONLY_PROG : 0) | (isMmapable ? MapFlag.MMAPABLE : 0),
    mapExtra: 0n,
    pinning: "none",
    ...(type !== undefined && { valueTypeId: type.id }),
    ...(section.type !== SHT_NOBITS && { contents: file.contents(section) }),
    tags: [],
  };
}

/**
 * libbpf's rule for BPF_F_MMAPABLE (libbpf.c, map_is_mmapable and btf_fixup_datasec): some variable is neither static
 * nor, by its symbol, hidden or internal.
 */
function hasShared(file: ElfFile, section: Section, { shared }: DataSectionType): boolean {
  if (shared.length === 0) return false;
  const hidden = new Set<string>();
  for (const symbol of file.symbolsIn(section)) if (isHidden(symbol)) hidden.add(symbol.name);
  return shared.some((name) => !hidden.has(name));
}

function isHidden({ binding, visibility }: ElfSymbol): boolean {
  return binding !== STB_LOCAL && (visibility === STV_HIDDEN || visibility === STV_INTERNAL);
}

/** The first DATASEC of each of these names. */
function dataSectionTypes(btf: Btf, names: ReadonlySet<string>): Map<string, DataSectionType> {
  const types = new Map<string, DataSectionType>();
  for (const id of btf.idsOf(BtfKind.DATASEC)) {
    const name = btf.nameOf(id);
    if (!names.has(name) || types.has(name)) continue;
    const section = btf.type(id);
    if (section.kind !== BtfKind.DATASEC) continue;
    const shared: string[] = [];
    for (const { type } of section.variables) {
      const variable = btf.type(type);
      if (variable.kind === BtfKind.VAR && variable.linkage !== "static") shared.push(variable.name);
    }
    types.set(name, { id, shared });
  }
  return types;
}
