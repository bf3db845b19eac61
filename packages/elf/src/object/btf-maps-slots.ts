import type { ElfRelocation } from "../elf/relocation.js";
import type { Section } from "../elf/section.js";
import { ParseError } from "../errors.js";
import { mapFault, mapsSection } from "./btf-maps-fault.js";
import type { MapVariable } from "./btf-maps-variables.js";
import type { MapSlot } from "./spec.js";

/** Symbol types and bindings of the generic ELF ABI. */
const STT_FUNC = 2;
const STB_LOCAL = 0;
/** Bytes of a pointer in a BPF object. */
const pointerSize = 8;

/**
 * Initial values of maps of maps and program arrays: one relocation a slot, its place in `values` the index.
 * @param relocations Of `section`.
 * @param variables By rising start.
 * @returns The slots of each variable that has some, by rising index.
 * @throws ParseError ERR_MAP_DEFINITION, ERR_MAP_STATIC
 */
export function readSlots(
  relocations: readonly ElfRelocation[],
  section: Section,
  variables: readonly MapVariable[],
): Map<MapVariable, MapSlot[]> {
  const slots = new Map<MapVariable, MapSlot[]>();
  const names = new Set(variables.map(({ map }) => map));
  for (const relocation of relocations) {
    const variable = variableAt(variables, relocation.offset);
    if (variable === undefined) {
      throw new ParseError(
        "ERR_MAP_DEFINITION",
        `a relocation at byte ${relocation.offset} of ${mapsSection} is in no map`,
        { section: mapsSection, offset: section.offset + relocation.offset },
      );
    }
    const slot = readSlot(relocation, variable, section, names);
    const others = slots.get(variable);
    if (others === undefined) slots.set(variable, [slot]);
    else others.push(slot);
  }
  for (const [variable, list] of slots) {
    list.sort((a, b) => a.index - b.index);
    const twice = list.find((slot, i) => slot.index === list[i + 1]?.index);
    if (twice) throw mapFault(variable, `slot ${twice.index} has two initial values`);
  }
  return slots;
}

/** Binary search: objects have thousands of slots. */
function variableAt(variables: readonly MapVariable[], offset: number): MapVariable | undefined {
  let low = 0;
  let high = variables.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (variables[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = variables[low - 1];
  return found !== undefined && offset < found.start + found.size ? found : undefined;
}

function readSlot(
  { offset, symbol }: ElfRelocation,
  variable: MapVariable,
  section: Section,
  maps: ReadonlySet<string>,
): MapSlot {
  const { start, definition } = variable;
  const { values } = definition;
  const inValues = offset - start - (values?.offset ?? 0);
  if (values === undefined || inValues < 0 || inValues % pointerSize !== 0) {
    throw mapFault(variable, `a relocation at byte ${offset - start} of it is no slot of member values`);
  }
  const index = inValues / pointerSize;
  const wanted = values.inner === undefined ? "function" : "map";
  // clang names a static target by its section's symbol, which has no name of its own.
  if (symbol.binding === STB_LOCAL) {
    const what = `slot ${index} is initialised with a static ${wanted}; it must be global`;
    throw mapFault(variable, what, "ERR_MAP_STATIC");
  }
  const fits =
    wanted === "function"
      ? symbol.type === STT_FUNC && symbol.section !== undefined
      : symbol.section === section && maps.has(symbol.name);
  if (!fits)
    throw mapFault(
      variable,
      `slot ${index} is initialised with ${symbol.name}, which is no ${wanted} of the object`,
    );
  return { index, symbol: symbol.name };
}
