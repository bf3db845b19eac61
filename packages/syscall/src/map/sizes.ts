import { type BpfFd, knownState } from "../fd/bpf-fd.js";
import type { ElementSizes } from "../fd/state.js";
import { MapType } from "../generated/index.js";
import { possibleCpus } from "../system/possible-cpus.js";
import { type MapInfo, mapInfo } from "./info.js";

/** https://elixir.bootlin.com/linux/latest/source/kernel/bpf/syscall.c: bpf_map_value_size */
const perCpu: ReadonlySet<number> = new Set([
  MapType.PERCPU_HASH,
  MapType.PERCPU_ARRAY,
  MapType.LRU_PERCPU_HASH,
  MapType.PERCPU_CGROUP_STORAGE,
]);

const newestKnown = Math.max(...Object.values(MapType));

/**
 * The lengths that bpf(2) reads and writes for this map, from the kernel's own info. A map never changes them, so
 * they are kept with the descriptor, unless its number is known outside. Each call has the addon compare them with
 * those of the map that the number means by then.
 */
export function elementSizes(fd: BpfFd): ElementSizes {
  const known = knownState(fd);
  if (known?.sizes !== undefined) return known.sizes;
  const sizes = sizesOf(mapInfo(fd), possibleCpus);
  if (known !== undefined) known.sizes = sizes;
  return sizes;
}

/** A map type newer than this package may be per-CPU too: its buffers are made large enough for that. */
export function sizesOf(
  { id, type, keySize, valueSize }: Pick<MapInfo, "id" | "type" | "keySize" | "valueSize">,
  cpus: () => number,
): ElementSizes {
  const wide = perCpu.has(type) || type > newestKnown;
  const value = wide ? Math.ceil(valueSize / 8) * 8 * cpus() : valueSize;
  return {
    map: { id, type, keySize, valueSize },
    key: keySize,
    value,
    perCpuValue: perCpu.has(type) ? valueSize : value,
  };
}
