import type { Btf, MapSpec, ObjectSpec } from "@bpf/elf";
import { LayoutError } from "../errors.js";
import { kindLayouts } from "../fds/layouts.js";
import { layoutFromBtf } from "../layout/from-btf.js";
import { type Layout, sizeOfLayout } from "../layout/layout.js";
import { fittedBtf } from "../live/fitted-btf.js";
import { bytesLayout } from "../open/layouts.js";
import { keepsTypes } from "./kept-types.js";
import { isSection, type MapShape, untypedShape, withValue } from "./map-shape.js";
import { ofMap, type TypesOptions } from "./options.js";

const defaultRoot = "/sys/fs/bpf";

/** The maps of an object, in its order. @throws ParseError, MapError ERR_MAP_TYPES */
export function objectShapes(object: ObjectSpec, options: TypesOptions): MapShape[] {
  const btf = fittedBtf(object);
  return [...object.maps.values()].map((spec) => {
    const shape = { ...shapeOf(spec, btf), path: pathOf(spec, options) };
    const type = ofMap(options.values, spec.name);
    return type === undefined ? shape : withValue(shape, btf, type);
  });
}

function pathOf({ name, pinning }: MapSpec, { paths }: TypesOptions): string | undefined {
  if (paths !== undefined && Object.hasOwn(paths, name)) return paths[name];
  return pinning === "by-name" ? `${defaultRoot}/${name}` : undefined;
}

function shapeOf(spec: MapSpec, btf: Btf | undefined): MapShape {
  const { innerMap } = spec;
  const shape = { ...typedShape(spec, btf), inner: innerMap && shapeOf(innerMap, btf) };
  return spec.definition === "data" && isSection(shape.value) ? { ...shape, section: shape.value } : shape;
}

function typedShape(spec: MapSpec, btf: Btf | undefined): MapShape {
  try {
    const typed = {
      key: typeOf(btf, spec.keyTypeId, "key", spec.keySize),
      value: typeOf(btf, spec.valueTypeId, "value", spec.valueSize),
    };
    const fixed = kindLayouts(spec);
    const isKept = keepsTypes(spec, typed.key, typed.value);
    // As maps are opened: the kernel's types, else what the kind of map fixes, else what the program brings, else bytes.
    const layoutOf = (part: "key" | "value", size: number): Layout =>
      (isKept ? typed[part] : undefined) ?? fixed[part] ?? typed[part] ?? bytesLayout(size);
    const { name, type, keySize, valueSize } = spec;
    const key = layoutOf("key", keySize);
    const value = layoutOf("value", valueSize);
    const brought = { key: !isKept && key === typed.key, value: !isKept && value === typed.value };
    return { name, type, keySize, valueSize, key, value, brought };
  } catch (error) {
    if (!LayoutError.is(error)) throw error;
    return untypedShape(spec, error.message);
  }
}

function typeOf(
  btf: Btf | undefined,
  id: number | undefined,
  use: "key" | "value",
  size: number,
): Layout | undefined {
  if (btf === undefined || id === undefined) return undefined;
  const layout = layoutFromBtf(btf, id, { use });
  if (sizeOfLayout(layout) === size) return layout;
  throw new LayoutError(use, `its type has ${sizeOfLayout(layout)} bytes, the map's have ${size}`);
}
