import { elementError } from "@bpf/syscall";
import { failedAfter } from "../bulk/failed-after.js";
import { KernelMap } from "../kinds/kernel-map.js";

const ENOENT = -2;

/** BPF_MAP_CREATE's low 4 bits of map_extra; 0 means 5. kernel/bpf/bloom_filter.c. */
const hashBits = 0xfn;
const defaultHashes = 5;

/**
 * A set that values are only added to, and that now and then takes a value for a member that is none. Linux 5.16.
 * Nothing can be read back, counted or removed. Errors of the kernel are BpfErrors: EPERM (frozen, or opened read-only or
 * write-only).
 */
export class BloomFilter<V = unknown> extends KernelMap {
  readonly kind = "bloom";

  /** Hash functions of it: 1 to 15. */
  get hashes(): number {
    return Number(this.info.mapExtra & hashBits) || defaultHashes;
  }

  /** Adds a value, whether it is there or not. More than max entries make wrong answers likelier. @throws ValueError; BpfError EPERM */
  add(value: V): this {
    const { elements, value: codec, valueView } = this.opened();
    codec.encode(value, valueView, 0, "value");
    const result = elements.update();
    if (result < 0) throw elementError(result, "MAP_UPDATE_ELEM");
    return this;
  }

  /** Adds values; their number. @throws as {@link add}, with `done`: those that were added before */
  addAll(values: Iterable<V>): number {
    let done = 0;
    try {
      for (const value of values) {
        this.add(value);
        done++;
      }
    } catch (error) {
      throw failedAfter(error, done);
    }
    return done;
  }

  /** False: the value was certainly never added. True: it was, or is taken for one that was. @throws ValueError; BpfError EPERM */
  has(value: V): boolean {
    const { elements, value: codec, valueView } = this.opened();
    codec.encode(value, valueView, 0, "value");
    const result = elements.lookup();
    if (result < 0 && result !== ENOENT) throw elementError(result, "MAP_LOOKUP_ELEM");
    return result === 0;
  }
}
