import { MapType, mapTypeName, type ObjectSpec } from "@bpf/elf";
import { type MapInfo, mapInfo } from "@bpf/syscall";
import { MapError } from "../errors.js";
import type { Layout, StructLayout } from "../layout/layout.js";
import { mapLayouts } from "../open/layouts.js";
import { type MapSource, type OpenSource, openSource } from "../open/source.js";
import { LiveMemory } from "./live-memory.js";
import { type AnyVariables, LiveVariables } from "./live-variables.js";
import { LookupBytes } from "./lookup-bytes.js";
import { type MemoryOptions, mapMemory } from "./map-memory.js";
import { objectSection } from "./object-section.js";

/** Options of {@link openVariables}. */
export interface OpenVariablesOptions extends MemoryOptions {
  /** The object that the section is of, for a map that the kernel keeps no types of. */
  object?: ObjectSpec | undefined;
  /** The section as a struct of its variables, over what BTF says. Its size has to be the map's value's. */
  value?: StructLayout | undefined;
  /**
   * Read by a lookup each time, of a map that cannot be mapped: one made without BPF_F_MMAPABLE (on Linux before 5.5, or
   * because all its variables are static), or a descriptor that was opened read-only. The variables are then read-only.
   */
  lookups?: boolean | undefined;
}

/**
 * The variables of an object's data section (`.data`, `.bss`, `.rodata`, `.data.x`), from the map that holds them.
 * Their names and types are those of the map's BTF (Linux 5.2). Without `access`, writable where the map and the
 * descriptor are: `.rodata` is frozen once its programs are loaded.
 *
 * @throws MapError ERR_MAP_KIND for a map that is no section's, or cannot be mapped; ERR_MAP_TYPES where its types are
 * not known; what {@link openMap} throws
 */
export function openVariables<T extends object = AnyVariables>(
  source: MapSource,
  options: OpenVariablesOptions = {},
): LiveVariables<T> {
  // Also a view for reading is mapped by a descriptor for writing: see mapMemory.
  const opened = openSource(source, options.lookups === true ? "ro" : "rw");
  using fd = opened.fd;
  const info = mapInfo(fd);
  const layout = sectionOf(info, opened, options);
  const { path } = opened;
  const memory =
    options.lookups === true
      ? new LiveMemory(new LookupBytes(fd), { map: info.name, path })
      : mapMemory(fd, info, path, options);
  try {
    return new LiveVariables<T>(memory, layout);
  } catch (error) {
    memory.close();
    throw error;
  }
}

function sectionOf(info: MapInfo, source: OpenSource, { object, value }: OpenVariablesOptions): StructLayout {
  const { path } = source;
  const given = value ?? (object && objectSection(object, info, source.spec));
  const layout = mapLayouts(info, { value: given }, { fd: source.fd, path }).value;
  const { type, maxEntries, name } = info;
  if (type === MapType.ARRAY && maxEntries === 1 && isSection(layout)) return layout;
  if (type === MapType.ARRAY && layout.kind === "bytes") {
    const text = `The kernel keeps no types of map ${name}: give the object that it is of (object), or a layout (value).`;
    throw new MapError("ERR_MAP_TYPES", text, { map: name, path });
  }
  const what = `${maxEntries} entries of type ${mapTypeName(type)}, values of kind "${layout.kind}"`;
  const text = `Map ${name} is no section of variables: ${what}. Use openMap, or liveView.`;
  throw new MapError("ERR_MAP_KIND", text, { map: name, path });
}

/** Also a struct whose fields could be variables: each has a name and whole bytes. */
const isSection = (layout: Layout): layout is StructLayout =>
  layout.kind === "struct" && layout.fields.every(({ name, bits }) => name !== "" && bits === undefined);
