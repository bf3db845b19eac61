import { type MapSpec, MapType } from "@bpf/elf";
import type { Layout } from "../layout/layout.js";

/** Whether a map of one type may have a key of that layout among its BTF types; undefined: no key type. */
type TakesKey = (key: Layout | undefined) => boolean;

const any: TakesKey = (key) => key !== undefined;
/** array_map_check_btf: an int of 32 bits, not an enum of as many. */
const index: TakesKey = (key) => key?.kind === "integer" && key.size === 4;

/**
 * The types of maps that the kernel keeps BTF types of, as their map_check_btf in kernel/bpf has them. BPF_MAP_CREATE
 * refuses types of other kinds of maps, and types that these do not take (ENOTSUPP, EINVAL), and loaders then make the map
 * without any: see docs/semantics.md section 1.
 */
const keeping: ReadonlyMap<number, TakesKey> = new Map([
  [MapType.HASH, any],
  [MapType.LRU_HASH, any],
  [MapType.PERCPU_HASH, any],
  [MapType.LRU_PERCPU_HASH, any],
  [MapType.ARRAY, index],
  [MapType.PERCPU_ARRAY, index],
  [MapType.LPM_TRIE, (key) => key?.kind === "struct"],
  [MapType.BLOOM_FILTER, (key) => key === undefined],
  [MapType.SK_STORAGE, index],
  [MapType.INODE_STORAGE, index],
  [MapType.TASK_STORAGE, index],
  [MapType.CGRP_STORAGE, index],
]);

/** Whether a map that is made of a definition tells the types of its keys and values; false where that is not certain. */
export function keepsTypes(
  { type, definition }: Pick<MapSpec, "type" | "definition">,
  key: Layout | undefined,
  value: Layout | undefined,
): boolean {
  // A key type alone is refused, a value type alone taken of data sections only.
  if (value === undefined) return false;
  return definition === "data" || keeping.get(type)?.(key) === true;
}
