import { BpfError, type BpfFd, mapFromId } from "@bpf/syscall";
import { codecOf } from "../codec/codec.js";
import { MapError } from "../errors.js";
import { openMap, type TypedMapOptions } from "../keyed-map/open-map.js";
import { type FdValue, TypedMap } from "../keyed-map/typed-map.js";
import type { UpdateHow } from "../keyed-map/update-flags.js";
import { KernelMap } from "../kinds/kernel-map.js";
import type { Layout } from "../layout/layout.js";
import type { OpenedMap } from "../open/core.js";

const id = codecOf<number>({ kind: "integer", size: 4, signed: false });

/** How often others may replace an inner map between our reading its id and our opening it. */
const mostReplaced = 100;

/**
 * An array or hash of maps: each value is a map, all alike in type, sizes and flags. The kernel takes descriptors and
 * gives ids, by which maps are opened (CAP_SYS_ADMIN). Errors of the kernel are BpfErrors: EPERM (frozen, or opened
 * read-only or write-only), E2BIG (full, or an index past the end).
 */
export class MapOfMaps<K = unknown, IK = unknown, IV = unknown, IIn = IV>
  extends KernelMap
  implements Iterable<[K, number]>
{
  readonly kind = "map-of-maps";
  readonly #ids: TypedMap<K, number, number | FdValue>;
  readonly #inner: TypedMapOptions;

  /** Made by {@link openMapOfMaps}. */
  constructor(map: OpenedMap, inner: TypedMapOptions) {
    super(map);
    this.#ids = new TypedMap({ ...map, value: id, valueLayout: id.layout });
    this.#inner = inner;
  }

  get keyLayout(): Layout {
    return this.#ids.keyLayout;
  }

  /**
   * The map of `key`, opened; the caller closes it. Undefined if there is none. It stays that map, whatever the key
   * holds later.
   * @throws as {@link open}; MapError ERR_MAP_KIND for inner maps that are no keyed values: use {@link open} for those
   */
  get(key: K): TypedMap<IK, IV, IIn> | undefined {
    using fd = this.open(key);
    return fd === undefined ? undefined : openMap<IK, IV, IIn>(fd, this.#inner);
  }

  /**
   * A descriptor of the map of `key`, which the caller closes; undefined if there is none. Where others replace the map
   * between the call that reads its id and the one that opens it, the new one is opened.
   * @throws ValueError; BpfError EPERM (CAP_SYS_ADMIN); MapError ERR_MAP_CHANGING where it is replaced again and again
   */
  open(key: K): BpfFd | undefined {
    for (let replaced = 0; replaced < mostReplaced; replaced++) {
      const found = this.#ids.get(key);
      if (found === undefined) return undefined;
      const fd = openById(found);
      if (fd !== undefined) return fd;
    }
    const { name, path } = this;
    throw new MapError("ERR_MAP_CHANGING", `Others replace a map in ${name} faster than it can be opened.`, {
      map: name,
      path,
    });
  }

  /** The id of the map of `key`; undefined if there is none. @throws ValueError, BpfError */
  idOf(key: K): number | undefined {
    return this.#ids.get(key);
  }

  /** Whether there is a map of `key`. @throws ValueError, BpfError */
  has(key: K): boolean {
    return this.#ids.has(key);
  }

  /**
   * Sets the map of `key`: a map of this package, what else has a map's descriptor as `fd`, a BpfFd, or an id. It is then
   * kept alive by this map, whoever closes or unpins it.
   *
   * @param how an array of maps takes "any" only
   * @throws ValueError; BpfError: EINVAL (a map that is not like the others), EEXIST, ENOENT, E2BIG, EPERM
   */
  set(key: K, inner: FdValue | number, how?: UpdateHow): this {
    try {
      this.#ids.set(key, inner, how);
      return this;
    } catch (error) {
      throw BpfError.is(error) && error.code === "EINVAL" ? unlike(error) : error;
    }
  }

  /** Removes the map of `key` from this one; false if there was none. @throws ValueError; BpfError E2BIG, EPERM */
  delete(key: K): boolean {
    return this.#ids.delete(key);
  }

  /** Keys with the ids of their maps; indices without a map are left out. As the entries of any keyed map otherwise. */
  entries(): IterableIterator<[K, number]> {
    return this.#ids.entries();
  }

  [Symbol.iterator](): IterableIterator<[K, number]> {
    return this.entries();
  }

  /** As {@link entries}. */
  keys(): IterableIterator<K> {
    return this.#ids.keys();
  }

  /** How many maps are in it. @throws BpfError */
  count(): number {
    return this.#ids.count();
  }

  /** Removes all maps; their number. @throws BpfError EPERM, with `done` */
  clear(): number {
    return this.#ids.clear();
  }

  override close(): void {
    this.#ids.close();
    super.close();
  }
}

/** Undefined for an id that is no map's any more. */
function openById(id: number): BpfFd | undefined {
  try {
    return mapFromId(id);
  } catch (error) {
    if (BpfError.is(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** bpf_map_meta_equal in kernel/bpf/map_in_map.c, and what array_map_meta_equal asks beside it. */
function unlike(cause: BpfError): BpfError {
  const meaning =
    "an inner map needs the type, key size, value size and flags of the one that the outer map was made with (as an " +
    "array also its max entries, unless that has BPF_F_INNER_MAP; before Linux 6.2 also BTF, or none, as that one); " +
    "an array of maps takes no create or update alone";
  return new BpfError(cause.errno, { syscall: "bpf", command: "BPF_MAP_UPDATE_ELEM", meaning }, { cause });
}
