import { MapType } from "@bpf/elf";

const perCpu: ReadonlySet<number> = new Set([
  MapType.PERCPU_HASH,
  MapType.PERCPU_ARRAY,
  MapType.LRU_PERCPU_HASH,
  MapType.PERCPU_CGROUP_STORAGE,
]);

const arrays: ReadonlySet<number> = new Set([MapType.ARRAY, MapType.PERCPU_ARRAY]);

/** Maps with a value for each possible CPU. */
export const isPerCpu = (type: number): boolean => perCpu.has(type);

/** Maps whose elements all exist from the start, by index, and cannot be deleted. */
export const isArray = (type: number): boolean => arrays.has(type);
