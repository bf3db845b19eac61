import { LayoutError } from "../errors.js";
import type { Layout, LayoutField } from "../layout/layout.js";

/** Two decoded values to one: the sums of their numbers. */
export type Add = (a: unknown, b: unknown) => unknown;

/**
 * How values of a layout are added: integers exactly, whatever their width in the map (64 bits and more as bigint),
 * floats as JavaScript adds them, arrays and structs member by member.
 *
 * @throws LayoutError for text, enums, bools, pointers and bytes: two of them make no third one
 */
export function addOf(layout: Layout, path: string): Add {
  switch (layout.kind) {
    case "integer":
      return layout.size > 4 ? (a, b) => (a as bigint) + (b as bigint) : addNumbers;
    case "float":
      return addNumbers;
    case "array": {
      const add = addOf(layout.element, `${path}[0]`);
      return (a, b) => (a as unknown[]).map((element, index) => add(element, (b as unknown[])[index]));
    }
    case "struct":
    case "union":
      return addFields(fieldAdds(layout.fields, path));
    default:
      throw new LayoutError(path, `values of kind "${layout.kind}" cannot be summed over the CPUs`);
  }
}

const addNumbers: Add = (a, b) => (a as number) + (b as number);

/** By name, those of anonymous members among them, as they are properties of the outer object. */
function fieldAdds(fields: readonly LayoutField[], path: string): [name: string, add: Add][] {
  return fields
    .filter(({ kernelOwned }) => kernelOwned !== true)
    .flatMap(({ name, layout }): [string, Add][] => {
      const anonymous = name === "" && (layout.kind === "struct" || layout.kind === "union");
      return anonymous ? fieldAdds(layout.fields, path) : [[name, addOf(layout, `${path}.${name}`)]];
    });
}

function addFields(adds: readonly [name: string, add: Add][]): Add {
  type Fields = Record<string, unknown>;
  // fromEntries makes a property even of a field that is called __proto__.
  return (a, b) =>
    Object.fromEntries(adds.map(([name, add]) => [name, add((a as Fields)[name], (b as Fields)[name])]));
}
