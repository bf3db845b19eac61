import type { ObjectSpec } from "@bpf/elf";
import { MapError } from "../errors.js";
import { moduleText } from "./module-text.js";
import { objectShapes } from "./object-shapes.js";
import type { TypesOptions } from "./options.js";
import { type PinnedMapSource, pinShapes } from "./pin-shapes.js";

export type { PinnedMapSource, TypesOptions };

/** What types are made of: all maps of an object, or maps by their pins alone. */
export type TypesInput = { readonly object: ObjectSpec } | { readonly pins: readonly PinnedMapSource[] };

/**
 * Writes a TypeScript module: an interface for each struct and union that maps and variables use, a type for each
 * enum, and for each map a function that opens it, typed by them. It imports `@bpf/maps`, compiles under
 * `strict`, and is the same text for the same input. Names that are no identifiers are made some (`flow-key`:
 * `FlowKey`), names that are taken get a number.
 *
 * A function opens the map's pin where that is known (see {@link TypesOptions.paths}), else the path that it is given.
 * Layouts of maps whose types the kernel does not keep (queues, device maps, ring buffers) are part of the module;
 * of other maps they are read from the kernel when the map is opened.
 *
 * @throws MapError ERR_MAP_TYPES for a map or type in `values` that there is not; ParseError for malformed BTF; of pins: BpfError
 */
export function generateTypes(input: TypesInput, options: TypesOptions = {}): string {
  const shapes = "object" in input ? objectShapes(input.object, options) : pinShapes(input.pins, options);
  for (const name of Object.keys(options.values ?? {})) {
    if (shapes.some((shape) => shape.name === name)) continue;
    const text = `There is no map ${JSON.stringify(name)} whose values could have a type.`;
    throw new MapError("ERR_MAP_TYPES", text, { map: name });
  }
  return moduleText(shapes, options.source);
}
