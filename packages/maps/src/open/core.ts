import { mapTypeName } from "@bpf/elf";
import { type BpfFd, MapElements, type MapInfo } from "@bpf/syscall";
import { type ByteView, byteView } from "../codec/byte-view.js";
import type { Codec } from "../codec/codec.js";
import { MapError } from "../errors.js";
import { fdUpdate } from "../fds/update.js";
import type { UpdateValue } from "../fds/update-value.js";
import type { Layout } from "../layout/layout.js";
import { codecsFor } from "./codecs.js";
import { mapLayouts } from "./layouts.js";
import type { OpenMapOptions } from "./options.js";
import { type MapSource, type OpenSource, openSource } from "./source.js";

/** What every class of this package is built on: one open map, with codecs for its keys and values. */
export interface OpenedMap {
  /** Of our own. */
  readonly fd: BpfFd;
  readonly elements: MapElements;
  readonly info: MapInfo;
  /** The path of its pin, where it was opened by one. */
  readonly path: string | undefined;
  /** Of what bpf(2) takes as a key and a value: of a per-CPU map all CPUs' values. */
  readonly key: Codec;
  readonly value: Codec;
  /**
   * Of maps whose values are kernel objects (programs, maps, sockets): sets `value` for the key in `elements.key`;
   * 0 or -errno. Other maps take encoded values.
   */
  readonly updateValue: UpdateValue | undefined;
  /** `elements.key` and `elements.value`. */
  readonly keyView: ByteView;
  readonly valueView: ByteView;
  /** Number of the last call that used them. */
  turn: number;
  /** Of a key and of one CPU's value. */
  readonly keyLayout: Layout;
  readonly valueLayout: Layout;
}

/** Which maps a function opens. */
export interface Wanted {
  /** Numbers of map types that it is for. */
  readonly types?: ReadonlySet<number>;
  /** Throws where another function is for maps of this type. */
  readonly check?: (info: MapInfo, path: string | undefined) => void;
  /** Per-CPU maps: one value, the sum over the CPUs. */
  readonly sum?: boolean | undefined;
}

/**
 * Opens a map for one of the classes.
 *
 * @throws what {@link openSource} and {@link mapLayouts} throw; MapError ERR_MAP_KIND for another kind of map
 */
export function openCore(source: MapSource, options: OpenMapOptions, wanted: Wanted = {}): OpenedMap {
  const opened = openSource(source, options.access ?? "rw");
  try {
    return coreOf(opened, options, wanted);
  } catch (error) {
    opened.fd.close();
    throw error;
  }
}

function coreOf(source: OpenSource, options: OpenMapOptions, wanted: Wanted): OpenedMap {
  const { fd, path } = source;
  const elements = new MapElements(fd);
  try {
    const { info } = elements;
    wanted.check?.(info, path);
    const layouts = mapLayouts(info, options, source);
    const valueView = byteView(elements.value);
    return {
      fd,
      elements,
      info,
      path,
      ...codecsFor(info, layouts, { raw: options.raw, json: options.json, sum: wanted.sum }),
      updateValue: fdUpdate(info, elements, valueView),
      keyView: byteView(elements.key),
      valueView,
      turn: 0,
      keyLayout: layouts.key,
      valueLayout: layouts.value,
    };
  } catch (error) {
    elements.close();
    throw error;
  }
}

/** Begins a call that uses `keyView` and `valueView`; what it gives is for {@link requireTurn}. */
export function beginTurn(map: OpenedMap): number {
  map.turn = (map.turn + 1) | 0;
  return map.turn;
}

/**
 * Between the last word of the caller's key and value (getters may be code of theirs) and the call of the kernel.
 *
 * @throws MapError ERR_MAP_BUSY where such a getter used the map itself, so that other bytes may be there now
 */
export function requireTurn(map: OpenedMap, turn: number): void {
  if (map.turn !== turn) throw busyError(map);
}

/** Closes what {@link openCore} opened. */
export function closeCore({ elements, fd }: OpenedMap): void {
  elements.close();
  fd.close();
}

/** The error of a function that a map is not for; `instead` names the one that is. */
export function wrongKind(info: MapInfo, path: string | undefined, instead: string): MapError {
  const name = path ?? `Map ${info.name || info.id}`;
  return new MapError("ERR_MAP_KIND", `${name} is of type ${mapTypeName(info.type)}: ${instead}.`, {
    map: info.name,
    path,
  });
}

/** The error of a call on a map that was closed. */
export function closedError({ info, path }: OpenedMap): MapError {
  return new MapError("ERR_MAP_CLOSED", `Map ${info.name} was closed.`, { map: info.name, path });
}

function busyError({ info, path }: OpenedMap): MapError {
  const text = `A getter in a key or value used map ${info.name}, which that is being read for.`;
  return new MapError("ERR_MAP_BUSY", text, { map: info.name, path });
}
