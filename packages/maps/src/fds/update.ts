import { MapType } from "@bpf/elf";
import { type BpfFd, type MapElements, type MapInfo, mapFromId, progFromId } from "@bpf/syscall";
import type { ByteView } from "../codec/byte-view.js";
import type { StructLayout } from "../layout/layout.js";
import { takesDescriptor } from "./descriptor-types.js";
import { descriptorUpdate } from "./descriptor-update.js";
import { idUpdate } from "./id-update.js";
import { kindLayouts } from "./layouts.js";
import { programUpdate } from "./program-update.js";
import type { UpdateValue } from "./update-value.js";

/** Maps that take a descriptor and give back an id: how to get a descriptor for an id. */
const fromId: ReadonlyMap<number, (id: number) => BpfFd> = new Map([
  [MapType.PROG_ARRAY, progFromId],
  [MapType.ARRAY_OF_MAPS, mapFromId],
  [MapType.HASH_OF_MAPS, mapFromId],
]);

/** Maps that take a program beside a number, where their values have 8 bytes (Linux 5.8 and 5.9). */
const withProgram: ReadonlySet<number> = new Set([MapType.DEVMAP, MapType.DEVMAP_HASH, MapType.CPUMAP]);

/** What is set as a value: the object of an id, a descriptor, or a number with a program. */
export type SetForm = "id" | "descriptor" | "program";

/** Undefined for maps of plain values. */
export function setFormOf(
  info: Pick<MapInfo, "type" | "keySize" | "valueSize" | "flags">,
): SetForm | undefined {
  const { value: layout } = kindLayouts(info);
  if (takesDescriptor(info.type)) return "descriptor";
  if (fromId.has(info.type) && layout !== undefined) return "id";
  return withProgram.has(info.type) && layout?.kind === "struct" ? "program" : undefined;
}

/**
 * How values that are kernel objects are set; undefined for maps of plain values. A BpfFd, or what has one as `fd`, is
 * the object. A number is what a lookup gives, the id of a program or map, never a descriptor that happens to have
 * that number; only where lookups give no ids (sockets, perf events, cgroups) it is a descriptor of this process.
 */
export function fdUpdate(info: MapInfo, elements: MapElements, to: ByteView): UpdateValue | undefined {
  const { type, valueSize } = info;
  const { value: layout } = kindLayouts(info);
  switch (setFormOf(info)) {
    case "id":
      return idUpdate(elements, to, layout!, fromId.get(type)!);
    case "descriptor":
      return descriptorUpdate(elements, to, valueSize);
    case "program":
      return programUpdate(elements, to, layout as StructLayout);
    default:
      return undefined;
  }
}
