import type { MapSpec } from "@bpf/elf";
import { MapFlag, MapType } from "@bpf/syscall";
import type { Access } from "./kernel.js";
import type { KernelFacts } from "./kernel-facts.js";

/** The fields that make two maps the same map, as this kernel would report them of one made from a spec. */
export interface WantedMap {
  readonly type: number;
  /** Bytes. */
  readonly keySize: number;
  /** Bytes. */
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  readonly mapExtra: bigint;
}

const largest = 0xffff_ffff;

/** Up to page size × 2ⁿ, which a ring buffer must have; 0 and what does not fit in 32 bits stay, for the kernel to refuse. */
export function ringBufferSize(bytes: number, pageSize: number): number {
  if (bytes === 0) return 0;
  let size = pageSize;
  while (size < bytes) size *= 2;
  return size > largest ? bytes : size;
}

const roundUp = (count: number, step: number): number => {
  const up = Math.ceil(count / step) * step;
  return up > largest ? Math.floor(count / step) * step : up;
};

const maxEntries = (spec: MapSpec, facts: KernelFacts): number => {
  switch (spec.type) {
    case MapType.RINGBUF:
    case MapType.USER_RINGBUF:
      return ringBufferSize(spec.maxEntries, facts.pageSize());
    case MapType.PERF_EVENT_ARRAY:
      return spec.maxEntries === 0 ? facts.possibleCpus() : spec.maxEntries;
    case MapType.LRU_HASH:
    case MapType.LRU_PERCPU_HASH:
      return spec.flags & MapFlag.NO_COMMON_LRU
        ? roundUp(spec.maxEntries, facts.possibleCpus())
        : spec.maxEntries;
    default:
      return spec.maxEntries;
  }
};

/**
 * What a spec becomes on this kernel: sizes rounded as the kernel wants or does them (docs/semantics.md section 1), and
 * BPF_F_MMAPABLE of data sections only where the kernel has it (Linux 5.5).
 */
export function wantedMap(spec: MapSpec, facts: KernelFacts): WantedMap {
  const withoutMmap =
    spec.definition === "data" && (spec.flags & MapFlag.MMAPABLE) !== 0 && !facts.mmapableArrays();
  const entries = maxEntries(spec, facts);
  // Nearly always a spec says it as it is.
  if (!withoutMmap && entries === spec.maxEntries) return spec;
  const { type, keySize, valueSize, mapExtra } = spec;
  const flags = withoutMmap ? spec.flags & ~MapFlag.MMAPABLE : spec.flags;
  return { type, keySize, valueSize, maxEntries: entries, flags, mapExtra };
}

/** How a map with these flags may be used through its fd: BPF_F_RDONLY and BPF_F_WRONLY are the fd's, not the map's. */
export function accessOf(flags: number): Access {
  const access = flags & (MapFlag.RDONLY | MapFlag.WRONLY);
  if (access === MapFlag.RDONLY) return "ro";
  return access === MapFlag.WRONLY ? "wo" : "rw";
}
