import type { MapSpec, ObjectSpec } from "@bpf/elf";
import type { MapInfo } from "@bpf/syscall";
import { MapError } from "../errors.js";
import { layoutFromBtf } from "../layout/from-btf.js";
import type { StructLayout } from "../layout/layout.js";
import { fittedBtf } from "./fitted-btf.js";

/** Bytes of a map's name in the kernel, without its NUL. */
const nameLength = 15;

const kernelName = (name: string): string => name.slice(0, nameLength).replace(/[^A-Za-z0-9_.]/g, "_");

/**
 * The data section of an object that a map was made of: the one that `spec` says, else the one of the map's name. The
 * offsets of global variables, which BTF lacks as clang writes it, come from the object's symbols.
 *
 * @throws MapError ERR_MAP_TYPES where the object has no such section, or no types of it; ParseError, LayoutError
 */
export function objectSection(object: ObjectSpec, info: MapInfo, spec: MapSpec | undefined): StructLayout {
  const sections = [...object.maps.values()].filter(({ definition }) => definition === "data");
  const found = spec ?? sections.find(({ name }) => kernelName(name) === info.name);
  const btf = fittedBtf(object);
  if (found?.valueTypeId === undefined || btf === undefined) {
    const why =
      found === undefined ? `no data section whose map is called so` : `no types of ${found.section}`;
    throw new MapError("ERR_MAP_TYPES", `The object has, for map ${info.name}, ${why}.`, { map: info.name });
  }
  const layout = layoutFromBtf(btf, found.valueTypeId);
  if (layout.kind === "struct") return layout;
  throw new MapError("ERR_MAP_TYPES", `Map ${info.name} is no data section's.`, { map: info.name });
}
