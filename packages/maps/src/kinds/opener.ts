import { MapType } from "@bpf/elf";
import type { MapInfo } from "@bpf/syscall";
import { type Wanted, wrongKind } from "../open/core.js";

/** The functions that open maps, each for kinds of its own. */
export type Opener =
  | "openMap"
  | "openQueue"
  | "openBloomFilter"
  | "openMapOfMaps"
  | "openStorageMap"
  | "openRingBuffer";

const openers: ReadonlyMap<number, Opener> = new Map([
  [MapType.QUEUE, "openQueue"],
  [MapType.STACK, "openQueue"],
  [MapType.BLOOM_FILTER, "openBloomFilter"],
  [MapType.ARRAY_OF_MAPS, "openMapOfMaps"],
  [MapType.HASH_OF_MAPS, "openMapOfMaps"],
  [MapType.SK_STORAGE, "openStorageMap"],
  [MapType.INODE_STORAGE, "openStorageMap"],
  [MapType.TASK_STORAGE, "openStorageMap"],
  [MapType.CGRP_STORAGE, "openStorageMap"],
  [MapType.RINGBUF, "openRingBuffer"],
]);

/** Kinds without elements: bpf(2) answers ENOTSUPP or EOPNOTSUPP to everything. */
const withoutElements: ReadonlyMap<number, string> = new Map([
  [MapType.ARENA, "an arena is memory for programs, without elements"],
  [MapType.USER_RINGBUF, "it has no elements; programs drain what user space writes into its memory"],
]);

/** The function for maps of a type. A type newer than this package is taken for one with keys and values. */
export function openerOf(type: number): Opener | undefined {
  return withoutElements.has(type) ? undefined : (openers.get(type) ?? "openMap");
}

/** Lets only maps through that `opener` is for. @throws MapError ERR_MAP_KIND, which names the function that is */
export const wantedBy = (opener: Opener): Wanted => ({
  check(info: MapInfo, path: string | undefined): void {
    const right = openerOf(info.type);
    if (right === opener) return;
    throw wrongKind(info, path, withoutElements.get(info.type) ?? `use ${right}()`);
  },
});
