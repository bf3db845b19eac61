import { fitBtf, MapFlag, MapType } from "@bpf/elf";
import { btfLoad, mapCreate, mapInfo, objPin } from "@bpf/syscall";
import { typedMaps } from "./typed-maps.js";

/** struct interval of testdata/typed-maps.bpf.c. */
export interface Interval {
  first: bigint;
  last: bigint;
  gaps: number[];
  drift: number;
}

/** Makes and pins a hash of numbers to intervals, with their types, and room for `maxEntries`. Its id. */
export function pinLargeMap(path: string, maxEntries: number): number {
  const recent = typedMaps.maps.get("recent")!;
  const gauges = typedMaps.maps.get("gauges")!;
  using btf = btfLoad(fitBtf(typedMaps)!);
  using fd = mapCreate({
    ...{ type: MapType.HASH, flags: MapFlag.NO_PREALLOC, name: "large", maxEntries },
    ...{ keySize: gauges.keySize, valueSize: recent.valueSize },
    ...{ btf, btfKeyTypeId: gauges.keyTypeId, btfValueTypeId: recent.valueTypeId },
  });
  objPin(fd, path);
  return mapInfo(fd).id;
}

/** The value that belongs to a key. */
export const intervalOf = (key: number): Interval => ({
  first: BigInt(key) << 32n,
  last: 2n ** 64n - 1n - BigInt(key),
  gaps: [key, ~key >>> 0, key >>> 3],
  drift: key | 0,
});

/** Keys that lie scattered over 32 bits, each once for `index` from 0 on. */
export const keyOf = (index: number): number => Math.imul(index, 0x9e3779b1) >>> 0;

export function* largeEntries(count: number): Generator<[number, Interval]> {
  for (let index = 0; index < count; index++) {
    const key = keyOf(index);
    yield [key, intervalOf(key)];
  }
}
