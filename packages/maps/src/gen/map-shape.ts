import type { Btf, MapSpec } from "@bpf/elf";
import { MapError } from "../errors.js";
import { layoutFromBtf } from "../layout/from-btf.js";
import { type Layout, type StructLayout, sizeOfLayout } from "../layout/layout.js";
import { typeIdByName } from "../layout/type-by-name.js";
import { bytesLayout } from "../open/layouts.js";

/** A map as far as types and the function that opens it go. */
export interface MapShape {
  readonly name: string;
  /** enum bpf_map_type. */
  readonly type: number;
  /** Bytes; 0 for a map without keys. */
  readonly keySize: number;
  /** Bytes, of one CPU's value; 0 for a ring buffer. */
  readonly valueSize: number;
  readonly key: Layout;
  /** Of a ring buffer: bytes (0 of them) where the records' type is not known. */
  readonly value: Layout;
  /** Layouts that the program has to bring along, since the kernel keeps no types of the map. */
  readonly brought: { readonly key: boolean; readonly value: boolean };
  /** Why keys and values are read as bytes, where their types make no layout. */
  readonly untyped?: string;
  /** The variables, where the map is a data section's. */
  readonly section?: StructLayout;
  /** Of a map of maps: what is in it, where that is known. */
  readonly inner?: MapShape | undefined;
  /** Where its pin is, if that is known. */
  readonly path?: string | undefined;
}

/** Whether a struct is a data section: C has no names with a dot. */
export const isSection = (layout: Layout): layout is StructLayout =>
  layout.kind === "struct" && layout.name.startsWith(".");

/** A map that is read as bytes. */
export function untypedShape(
  { name, type, keySize, valueSize }: Pick<MapSpec, "name" | "type" | "keySize" | "valueSize">,
  why: string,
): MapShape {
  const layouts = { key: bytesLayout(keySize), value: bytesLayout(valueSize) };
  return { name, type, keySize, valueSize, ...layouts, brought: { key: false, value: false }, untyped: why };
}

/**
 * A map whose values are of a type that the user names.
 * @throws MapError ERR_MAP_TYPES where there is no such type, or its size is not that of the values
 */
export function withValue(shape: MapShape, btf: Btf | undefined, typeName: string): MapShape {
  const id = btf && typeIdByName(btf, typeName);
  if (btf === undefined || id === undefined)
    throw typesError(shape, `there is no type ${JSON.stringify(typeName)}`);
  const value = layoutFromBtf(btf, id);
  const size = sizeOfLayout(value);
  if (shape.valueSize !== 0 && size !== shape.valueSize)
    throw typesError(shape, `${typeName} has ${size} bytes, its values have ${shape.valueSize}`);
  return { ...shape, value, brought: { ...shape.brought, value: true } };
}

const typesError = ({ name }: MapShape, why: string): MapError =>
  new MapError("ERR_MAP_TYPES", `The type of the values of ${name}: ${why}.`, { map: name });
