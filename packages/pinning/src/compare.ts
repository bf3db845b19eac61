import { mapTypeName } from "@bpf/elf";
import { MapFlag, MapType } from "@bpf/syscall";
import type { MapInfo } from "./kernel.js";
import type { Mismatch, MismatchField } from "./mismatch.js";
import type { WantedMap } from "./wanted.js";

/** Types whose maps are BPF_F_RDONLY_PROG whether asked for or not; INSN_ARRAY seen on Linux 7.2. */
const readOnlyForPrograms: ReadonlySet<number> = new Set<number>([
  MapType.DEVMAP,
  MapType.DEVMAP_HASH,
  MapType.INSN_ARRAY,
]);

/** Flags that say nothing of a map: those that belong to an fd, and what the kernel adds to some types by itself. */
const ignoredFlags = (type: number): number =>
  MapFlag.RDONLY | MapFlag.WRONLY | (readOnlyForPrograms.has(type) ? MapFlag.RDONLY_PROG : 0);

const none: readonly Mismatch[] = [];

const comparable = (flags: number, type: number): number => (flags & ~ignoredFlags(type)) >>> 0;

/**
 * Every field in which a pinned map differs from the wanted one: type, key size, value size, max entries, flags, map
 * extra. Empty when it can be reused.
 */
export function compareMap(pinned: MapInfo, wanted: WantedMap): readonly Mismatch[] {
  // Most pins are as wanted, field by field; no list, no names then.
  if (
    pinned.type === wanted.type &&
    pinned.keySize === wanted.keySize &&
    pinned.valueSize === wanted.valueSize &&
    pinned.maxEntries === wanted.maxEntries &&
    pinned.flags === wanted.flags &&
    pinned.mapExtra === wanted.mapExtra
  ) {
    return none;
  }
  const mismatches: Mismatch[] = [];
  const check = (
    field: MismatchField,
    has: string | number | bigint,
    wants: string | number | bigint,
  ): void => {
    if (has !== wants) mismatches.push({ field, pinned: has, wanted: wants });
  };
  check("type", mapTypeName(pinned.type), mapTypeName(wanted.type));
  check("keySize", pinned.keySize, wanted.keySize);
  check("valueSize", pinned.valueSize, wanted.valueSize);
  check("maxEntries", pinned.maxEntries, wanted.maxEntries);
  check("flags", comparable(pinned.flags, wanted.type), comparable(wanted.flags, wanted.type));
  check("mapExtra", pinned.mapExtra, wanted.mapExtra);
  return mismatches;
}
