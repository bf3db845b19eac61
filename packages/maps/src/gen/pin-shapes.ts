import { basename } from "node:path";
import { parseBtf } from "@bpf/elf";
import { BpfError, type BpfFd, btfBytes, btfFromId, type MapInfo, mapFromId, mapInfo } from "@bpf/syscall";
import { LayoutError } from "../errors.js";
import { openerOf } from "../kinds/opener.js";
import { openMapOfMaps } from "../nested/open.js";
import { mapLayouts } from "../open/layouts.js";
import { isSection, type MapShape, untypedShape, withValue } from "./map-shape.js";
import { ofMap, type TypesOptions } from "./options.js";

/** A pinned map to make types of. */
export interface PinnedMapSource {
  /** Stays the caller's. */
  readonly fd: BpfFd;
  /** The pin's path: what the map is opened from by default, and called after. */
  readonly path?: string | undefined;
}

/** The maps behind pins, in their order. @throws BpfError, ParseError, MapError ERR_MAP_TYPES */
export function pinShapes(pins: readonly PinnedMapSource[], { paths, values }: TypesOptions): MapShape[] {
  return pins.map((pin) => {
    const info = mapInfo(pin.fd);
    const name = pin.path === undefined ? info.name : basename(pin.path);
    const path = ofMap(paths, name) ?? pin.path;
    const shape = { ...shapeOf(name, info, pin), inner: innerShape(info, pin), path };
    const type = ofMap(values, name);
    return type === undefined ? shape : withValue(shape, btfOf(info), type);
  });
}

function shapeOf(name: string, info: MapInfo, { fd, path }: PinnedMapSource): MapShape {
  const named = { name, type: info.type, keySize: info.keySize, valueSize: info.valueSize };
  try {
    const { key, value } = mapLayouts(info, {}, { fd, path });
    const shape = { ...named, key, value, brought: { key: false, value: false } };
    return isSection(value) ? { ...shape, section: value } : shape;
  } catch (error) {
    if (LayoutError.is(error)) return untypedShape(named, error.message);
    throw error;
  }
}

/** What a map of maps holds is told by any map in it: all are alike in type and sizes. */
function innerShape(info: MapInfo, { fd }: PinnedMapSource): MapShape | undefined {
  if (openerOf(info.type) !== "openMapOfMaps") return undefined;
  using outer = openMapOfMaps(fd, { access: "ro" });
  for (const [key, id] of outer.entries()) {
    // Where the map was replaced meanwhile, the one that is there now.
    const shape = shapeById(id) ?? shapeById(outer.idOf(key));
    if (shape !== undefined) return shape;
  }
  return undefined;
}

/** Undefined for a map that is gone: nobody but the outer map may have held it. */
function shapeById(id: number | undefined): MapShape | undefined {
  if (id === undefined) return undefined;
  let fd: BpfFd;
  try {
    fd = mapFromId(id);
  } catch (error) {
    if (BpfError.is(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
  using inner = fd;
  const found = mapInfo(inner);
  return shapeOf(found.name, found, { fd: inner });
}

function btfOf({ btfId }: MapInfo) {
  if (btfId === 0) return undefined;
  using fd = btfFromId(btfId);
  return parseBtf(btfBytes(fd));
}
