import { mapTypeName } from "@bpf/elf";
import { LayoutError } from "../errors.js";
import { isPerCpu } from "../open/map-types.js";
import { addOf } from "../per-cpu/sum.js";
import { type Identifiers, pascalCase } from "./identifiers.js";
import type { MapShape } from "./map-shape.js";
import { type Declarations, type Opening, openingOf } from "./opening.js";
import { commentText, docComment, stringLiteral } from "./source-text.js";

/** The functions that open a map, and how; a map that nothing opens has a comment instead. */
export interface OpenFunctions {
  readonly text: string;
  readonly opening: Opening | undefined;
}

export function openFunctions(
  shape: MapShape,
  declarations: Declarations,
  identifiers: Identifiers,
): OpenFunctions {
  const opening = openingOf(shape, declarations);
  const map = `${mapTypeName(shape.type)} \`${shape.name}\``;
  if (opening === undefined) {
    return { text: `// Nothing opens the ${commentText(map)}: it has no elements.\n`, opening };
  }
  const name = identifiers.take(`open${pascalCase(shape.name) || "Map"}`);
  const why = shape.untyped === undefined ? [] : ["", `Its keys and values are bytes: ${shape.untyped}`];
  const what = shape.section === undefined ? map : `variables of the section \`${shape.name}\``;
  const text = functionText(name, opening, shape.path, [`The ${what}.`, ...why]);
  if (!hasSum(shape, opening)) return { text, opening };
  const notes = [`The ${map}: of each key the sum over all possible CPUs, to be read only.`];
  return {
    text: `${text}\n${functionText(identifiers.take(`${name}Sum`), summed(opening), shape.path, notes)}`,
    opening,
  };
}

function functionText(
  name: string,
  opening: Opening,
  path: string | undefined,
  notes: readonly string[],
): string {
  const { opener, result, given, fixed } = opening;
  // What is not known here the caller may know.
  const parameters = opening.types === undefined ? "<T = Uint8Array>" : "";
  const types = opening.types?.join(", ") ?? "T";
  const source = path === undefined ? "source: MapSource" : `source: MapSource = ${stringLiteral(path)}`;
  const passed = fixed.length === 0 ? "options" : `{ ...options, ${fixed.join(", ")} }`;
  return `${docComment(notes)}export function ${name}${parameters}(
  ${source},
  options: ${given} = {},
): ${result}<${types}> {
  return ${opener}<${types}>(source, ${passed});
}
`;
}

/** Whether values of the CPUs have a sum. */
function hasSum({ type, value, untyped }: MapShape, { opener }: Opening): boolean {
  if (!isPerCpu(type) || opener !== "openMap" || untyped !== undefined) return false;
  try {
    addOf(value, "value");
    return true;
  } catch (error) {
    if (LayoutError.is(error)) return false;
    throw error;
  }
}

/** With one value for the values of all CPUs. */
function summed(opening: Opening): Opening {
  const [key = "", values = ""] = opening.types ?? [];
  return { ...opening, types: [key, values.replace(/\[\]$/, "")], fixed: [...opening.fixed, "sum: true"] };
}
