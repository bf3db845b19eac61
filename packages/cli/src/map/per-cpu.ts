import { MapType } from "@bpf/elf";

const perCpuTypes: ReadonlySet<number> = new Set([
  MapType.PERCPU_HASH,
  MapType.PERCPU_ARRAY,
  MapType.LRU_PERCPU_HASH,
  MapType.PERCPU_CGROUP_STORAGE,
]);

/** Whether a map of this type has a value for each possible CPU. */
export const isPerCpu = (type: number): boolean => perCpuTypes.has(type);
