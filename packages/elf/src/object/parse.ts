import { Btf } from "../btf/btf.js";
import { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import { ParseError } from "../errors.js";
import { readBtfMaps } from "./btf-maps.js";
import { readDataMaps } from "./data-maps.js";
import type { Definitions } from "./definitions.js";
import { readExterns } from "./externs.js";
import { isLayout } from "./legacy-layout.js";
import { readLegacyMaps } from "./legacy-maps.js";
import { readLicense, readVersion } from "./object-sections.js";
import { readPrograms } from "./programs.js";
import type { MapSpec, ObjectSpec, ParseOptions } from "./spec.js";
import { readStructOps } from "./struct-ops.js";

/**
 * Decodes a BPF ELF object: its maps, programs and types. The bytes are not copied, and must not change while the
 * spec is in use. Whatever the bytes are, the time and memory taken stay in proportion to their number.
 *
 * @throws ParseError, and nothing else, for bytes that are no proper object.
 * @throws TypeError when `bytes` is no Uint8Array or `layout` is unknown: that is the caller's mistake, not the object's.
 */
export function parseObject(bytes: Uint8Array, options: ParseOptions = {}): ObjectSpec {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("parseObject takes a Uint8Array");
  if (options.layout !== undefined && !isLayout(options.layout))
    throw new TypeError(`unknown layout ${options.layout}`);
  const file = new ElfFile(bytes);
  const license = readLicense(file);
  const version = readVersion(file);
  const section = file.section(".BTF");
  const { btf, definitions } = inBtf(section, () => readMaps(file, section, options));
  const [externs, structOps] = inBtf(
    section,
    () => [readExterns(file, btf), readStructOps(file, btf)] as const,
  );
  const extension = file.section(".BTF.ext");
  return {
    name: options.name ?? "",
    bytes,
    byteOrder: file.byteOrder,
    license,
    ...(version !== undefined && { version }),
    maps: collectMaps(definitions, file),
    programs: readPrograms(file),
    externs,
    structOps,
    ...(btf && { btf }),
    ...(extension && { btfExt: file.contents(extension) }),
    warnings: definitions.flatMap(({ warnings }) => warnings),
  };
}

function readMaps(file: ElfFile, section: Section | undefined, options: ParseOptions) {
  const btf = section && openBtf(file, section);
  const definitions: readonly Definitions[] = [
    readLegacyMaps(file, options),
    btf === undefined ? refuseUntyped(file) : readBtfMaps(file, btf, options),
    readDataMaps(file, btf, options.name ?? ""),
  ];
  return { btf, definitions };
}

/** Walks all types, so that what is wrong with them is told by parseObject, and not by the spec when it is used. */
function openBtf(file: ElfFile, section: Section): Btf {
  const btf = new Btf(file.contents(section), { byteOrder: file.byteOrder });
  void btf.typeCount;
  return btf;
}

/** Errors of BTF count their offsets from its first byte: counts them from the file's. */
function inBtf<T>(section: Section | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError) || error.code !== "ERR_BTF_MALFORMED" || section === undefined)
      throw error;
    const { code, message, symbol, offset = 0 } = error;
    const place = { section: section.name, symbol, offset: section.offset + offset };
    throw new ParseError(code, message, place, { cause: error });
  }
}

/** Without BTF, what a `.maps` section says cannot be read, and must not be passed over. */
function refuseUntyped(file: ElfFile): Definitions {
  const section = file.section(".maps");
  if (section === undefined || section.size === 0) return { maps: [], warnings: [] };
  throw new ParseError(
    "ERR_MAP_DEFINITION",
    "the object has a .maps section and no .BTF; compile it with -g",
    {
      section: section.name,
      offset: section.offset,
    },
  );
}

/** By index: `for … of` makes an object for each map, and collecting garbage costs more than reading a hundred maps. */
function collectMaps(definitions: readonly Definitions[], file: ElfFile): Map<string, MapSpec> {
  const all = new Map<string, MapSpec>();
  for (const { maps } of definitions) {
    for (let i = 0; i < maps.length; i++) {
      const spec = maps[i]!;
      const before = all.get(spec.name);
      if (before !== undefined) throw duplicate(file, before, spec);
      all.set(spec.name, spec);
    }
  }
  return all;
}

function duplicate(file: ElfFile, { section, name }: MapSpec, second: MapSpec): ParseError {
  return new ParseError(
    "ERR_MAP_DUPLICATE",
    `two maps are named ${name}: in section ${section} and in section ${second.section}`,
    { section: second.section, symbol: second.symbol, offset: sectionOffset(file, second.section) },
  );
}

function sectionOffset(file: ElfFile, name: string): number | undefined {
  return file.sections.find((section) => section.name === name)?.offset;
}
