import { type Btf, decodeSourceOf } from "../btf/btf.js";
import { headWords, kindOf } from "../btf/kind-lengths.js";
import type { TypeStarts } from "../btf/type-starts.js";
import { STB_LOCAL } from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import { BtfKind } from "../generated/btf-kind.js";
import {
  type BtfMapDefinition,
  type DefinitionContext,
  definitionStruct,
  readDefinition,
} from "./btf-maps-definition.js";
import { type MapPlace, mapFault, mapsFault } from "./btf-maps-fault.js";
import { MapSymbols } from "./btf-maps-symbols.js";

/** A map's variable, with what its definition says. */
export interface MapVariable extends MapPlace {
  /** Type id of the variable. */
  readonly id: number;
  /** Bytes from the start of the section. */
  readonly start: number;
  /** Bytes. */
  readonly size: number;
  readonly definition: BtfMapDefinition;
}

/** Words of an entry of a DATASEC: type, offset, size. */
const entryWords = 3;
/** BTF_VAR_GLOBAL_ALLOCATED */
const globalLinkage = 1;

/**
 * Reads the variables that BTF says are in `.maps`, by rising offset; each must have a symbol and each symbol one.
 * Objects have thousands of them, and a process reads an object once, while V8 still interprets: so types are read
 * as words here, and decoded for the first of several definitions that are alike.
 * @param entries Of the DATASEC, three words each.
 * @throws ParseError ERR_MAP_DEFINITION, ERR_MAP_STATIC, ERR_MAP_PINNING, ERR_BTF_MALFORMED, ERR_ELF_*
 */
export function readVariables(
  file: ElfFile,
  context: DefinitionContext,
  section: Section | undefined,
  entries: Uint32Array,
): MapVariable[] {
  const { btf } = context;
  const { words, strings, types } = decodeSourceOf(btf);
  const starts = types.all();
  const { firstId } = btf;
  const table = file.symbolTable;
  const symbols = section && new MapSymbols(table, section);
  const definitions = new Definitions(context, types);
  const zeroes = section === undefined || isZero(file.contents(section));
  const variables: MapVariable[] = [];
  let sorted = true;
  let before = 0;
  for (let entry = 0; entry < entries.length; entry += entryWords) {
    const id = entries[entry]!;
    const at = starts[id - firstId];
    if (at === undefined || kindOf(words[at + 1]!) !== BtfKind.VAR) throw noVariable(btf, section, id);
    const map = strings.at(words[at]!);
    const symbol = symbols?.take(map);
    if (
      words[at + headWords] !== globalLinkage ||
      (symbol !== undefined && table.infoOf(symbol) >>> 4 === STB_LOCAL)
    )
      throw notGlobal(btf, section, id, map);
    if (section === undefined || symbol === undefined)
      throw mapsFault(section, `the symbol table has no map ${map || "without a name"} in it`, map);
    const start = table.startOf(symbol);
    const size = table.lengthFrom(symbol, start) || entries[entry + 2]!;
    const offset = section.offset + start;
    const typeId = words[at + 2]!;
    const { structSize, definition } = definitions.of(typeId, starts[typeId - firstId], map, offset);
    if (structSize > size || start + size > section.size)
      throw outside({ map, offset }, size, structSize, section.size - start);
    if (!zeroes) checkZero({ map, offset }, file.contents(section), start, size);
    variables.push({ id, map, offset, start, size, definition });
    if (start < before) sorted = false;
    before = start;
  }
  const left = symbols?.left();
  if (left !== undefined) throw mapsFault(section, `the BTF does not describe symbol ${left}`, left);
  return sorted ? variables : variables.sort((a, b) => a.start - b.start);
}

interface Definition {
  /** Bytes. */
  readonly structSize: number;
  readonly definition: BtfMapDefinition;
}

/** Reads definitions; compilers give every map a struct of its own, also where many are alike. */
class Definitions {
  readonly #context: DefinitionContext;
  readonly #types: TypeStarts;
  #previous: Definition | undefined;
  /** Word at which the type of `#previous` begins. */
  #previousAt = 0;

  constructor(context: DefinitionContext, types: TypeStarts) {
    this.#context = context;
    this.#types = types;
  }

  /**
   * @param id Type id of the map's variable's type.
   * @param at Word at which that type begins.
   */
  of(id: number, at: number | undefined, map: string, offset: number): Definition {
    const previous = this.#previous;
    if (previous !== undefined && at !== undefined && this.#types.same(at, this.#previousAt)) return previous;
    const { btf, warnings } = this.#context;
    const place = { map, offset };
    const struct = definitionStruct(btf, id, place);
    const told = warnings.length;
    const read = { structSize: struct.size, definition: readDefinition(this.#context, struct, place, false) };
    // Every map of a definition that is warned of is to be warned of.
    this.#previous = told === warnings.length ? read : undefined;
    this.#previousAt = at ?? 0;
    return read;
  }
}

/** Whether all bytes are zero, told by native code: a loop over 40 bytes a map would take a third of the time. */
function isZero(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes) === "\0".repeat(bytes.length);
}

function checkZero(place: MapPlace, bytes: Uint8Array, start: number, size: number): void {
  const at = bytes.subarray(start, start + size).findIndex((byte) => byte !== 0);
  if (at < 0) return;
  throw mapFault(place, `byte ${at} of its variable is not zero; a definition is all in the types`);
}

function noVariable(btf: Btf, section: Section | undefined, id: number): Error {
  btf.type(id);
  return mapsFault(section, `type ${id} in it is no variable`);
}

function notGlobal(btf: Btf, section: Section | undefined, id: number, map: string): Error {
  const variable = btf.type(id);
  const linkage = variable.kind === BtfKind.VAR && variable.linkage === "extern" ? "extern" : "static";
  return mapFault({ map, offset: section?.offset }, `is ${linkage}; a map must be global`, "ERR_MAP_STATIC");
}

function outside(place: MapPlace, size: number, structSize: number, rest: number): Error {
  return mapFault(
    place,
    `its variable has ${size} bytes, its struct ${structSize}, the section ${rest} from there on`,
  );
}
