import { type Btf, parseBtf } from "@bpf/elf";
import { BpfError, btfBytes, btfFromId, type MapInfo } from "@bpf/syscall";
import { MapError } from "../errors.js";
import { kindLayouts } from "../fds/layouts.js";
import { type LayoutOptions, layoutFromBtf } from "../layout/from-btf.js";
import { type Layout, sizeOfLayout } from "../layout/layout.js";
import type { OpenMapOptions } from "./options.js";
import type { OpenSource } from "./source.js";

/** How a map's bytes are read, of one CPU where it is a per-CPU map. */
export interface MapLayouts {
  readonly key: Layout;
  readonly value: Layout;
}

/** Types of keys and values, and the BTF that has them. */
interface TypeIds {
  readonly btf: Btf;
  readonly key: number;
  readonly value: number;
}

/** The types that the caller's definition names. */
function givenTypes({ spec, btf }: OpenMapOptions, source: OpenSource): TypeIds | undefined {
  const definition = spec ?? source.spec;
  if (btf === undefined || definition === undefined) return undefined;
  const { keyTypeId = 0, valueTypeId = 0 } = definition;
  return { btf, key: keyTypeId, value: valueTypeId };
}

/** The BTF object that the kernel keeps with the map. */
function kernelTypes(info: MapInfo, path: string | undefined): TypeIds | undefined {
  if (info.btfId === 0) return undefined;
  try {
    using fd = btfFromId(info.btfId);
    return { btf: parseBtf(btfBytes(fd)), key: info.btfKeyTypeId, value: info.btfValueTypeId };
  } catch (cause) {
    if (!BpfError.is(cause) || cause.code !== "EPERM") throw cause;
    const text = `The types of map ${info.name} cannot be read: ${cause.message}. Give them (key, value, or spec and btf), or open it with raw: true.`;
    throw new MapError("ERR_MAP_TYPES", text, { map: info.name, path }, { cause });
  }
}

/**
 * What keys and values are made of: the caller's layouts, else the types of the caller's definition, else those that
 * the kernel keeps with the map, else what all maps of the type have, else bytes.
 *
 * @throws MapError ERR_MAP_TYPES where a size is not the map's, or the kernel's types may not be read (CAP_SYS_ADMIN)
 * @throws LayoutError, ParseError for types that make no layout; `raw` opens such a map
 */
export function mapLayouts(info: MapInfo, options: OpenMapOptions, source: OpenSource): MapLayouts {
  const key = bytesLayout(info.keySize);
  const value = bytesLayout(info.valueSize);
  const fixed = kindLayouts(info);
  if (options.raw === true) return { key, value };
  const known = options.key !== undefined && options.value !== undefined;
  const types = known ? undefined : (givenTypes(options, source) ?? kernelTypes(info, source.path));
  const layouts = {
    key: options.key ?? typedLayout(types?.btf, types?.key, { use: "key" }) ?? fixed.key ?? key,
    value: options.value ?? typedLayout(types?.btf, types?.value) ?? fixed.value ?? value,
  };
  requireSize("keys", layouts.key, info.keySize, info, source.path);
  requireSize("values", layouts.value, info.valueSize, info, source.path);
  return layouts;
}

/** Of what no type is known of. */
export const bytesLayout = (size: number): Layout => ({ kind: "bytes", size });

const typedLayout = (
  btf: Btf | undefined,
  id: number | undefined,
  options: LayoutOptions = {},
): Layout | undefined =>
  btf === undefined || id === undefined || id === 0 ? undefined : layoutFromBtf(btf, id, options);

function requireSize(what: string, layout: Layout, size: number, info: MapInfo, path?: string): void {
  const given = sizeOfLayout(layout);
  if (given === size) return;
  throw new MapError(
    "ERR_MAP_TYPES",
    `The layout of ${what} has ${given} bytes; those of map ${info.name} have ${size}.`,
    { map: info.name, path },
  );
}
