import { Identifiers } from "./identifiers.js";
import { LayoutConstants } from "./layout-constants.js";
import type { MapShape } from "./map-shape.js";
import { NamedTypes } from "./named-types.js";
import { openFunctions } from "./open-function.js";
import type { Opening } from "./opening.js";
import { docComment } from "./source-text.js";

/** Types that a module may use without declaring them. */
const usedTypes = [
  "BloomFilter",
  "FdValue",
  "Layout",
  "LiveVariables",
  "LpmKey",
  "MapOfMaps",
  "MapSource",
  "Omit",
  "OpenMapOptions",
  "OpenVariablesOptions",
  "Pick",
  "Queue",
  "Readonly",
  "Record",
  "RingBuffer",
  "RingBufferOptions",
  "StorageMap",
  "T",
  "TypedMap",
  "Uint8Array",
];

/** Functions that a module may import. */
const usedValues = [
  "openBloomFilter",
  "openMap",
  "openMapOfMaps",
  "openQueue",
  "openRingBuffer",
  "openStorageMap",
  "openVariables",
];

/** The TypeScript module of some maps. The same maps give the same text. */
export function moduleText(shapes: readonly MapShape[], source: string | undefined): string {
  const values = new Identifiers(usedValues);
  const declarations = {
    types: new NamedTypes(new Identifiers(usedTypes)),
    constants: new LayoutConstants(values),
  };
  const functions = shapes.map((shape) => openFunctions(shape, declarations, values));
  const from = source === undefined ? "" : ` in ${source}`;
  const parts = [
    docComment([
      `Types of the maps${from}, and functions that open them. Written by \`bpf gen types\`: changes get lost.`,
    ]),
    importText(
      functions.flatMap(({ opening }) => opening ?? []),
      declarations.constants.text() !== "",
    ),
    declarations.types.text(),
    declarations.constants.text(),
    ...functions.map(({ text }) => text),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** What is imported of `@bpf/maps`, in alphabetical order: nothing that is not used. */
function importText(openings: readonly Opening[], hasLayouts: boolean): string {
  if (openings.length === 0) return "export {};\n";
  const names = new Map<string, string>([["MapSource", "type MapSource"]]);
  if (hasLayouts) names.set("Layout", "type Layout");
  for (const { opener, result, options, types } of openings) {
    names.set(opener, opener);
    for (const name of [result, options]) names.set(name, `type ${name}`);
    if (types?.some((type) => /^LpmKey(<|$)/.test(type))) names.set("LpmKey", "type LpmKey");
    if (types?.some((type) => /\bFdValue\b/.test(type))) names.set("FdValue", "type FdValue");
  }
  const lines = [...names.keys()].sort().map((name) => `  ${names.get(name)},\n`);
  return `import {\n${lines.join("")}} from "@bpf/maps";\n`;
}
