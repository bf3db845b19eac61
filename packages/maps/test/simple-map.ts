import { MapType } from "@bpf/elf";
import { mapCreate } from "@bpf/syscall";
import { openMap, type TypedMapOptions } from "../src/keyed-map/open-map.js";
import type { TypedMap } from "../src/keyed-map/typed-map.js";
import { layout } from "../src/layout/describe.js";

export interface Pair {
  a: bigint;
  b: bigint;
}

export const key = layout.u32;
export const value = layout.struct({ a: layout.u64, b: layout.u64 });

/** A map of u32 keys and values of two u64, made and opened; not pinned. */
export function pairMap(
  type: number = MapType.HASH,
  maxEntries = 1000,
  { flags = 0, ...options }: TypedMapOptions & { flags?: number } = {},
): TypedMap<number, Pair> {
  const attr = { type, keySize: 4, valueSize: 16, maxEntries, flags, name: "pairs" };
  using fd = mapCreate(attr);
  return openMap<number, Pair>(fd, { key, value, ...options });
}

/** `count` entries by rising key. */
export const pairs = (count: number): [number, Pair][] =>
  Array.from({ length: count }, (_, i) => [i, { a: BigInt(i) * 3n, b: BigInt(i) << 32n }]);

export const byKey = ([a]: [number, unknown], [b]: [number, unknown]): number => a - b;
